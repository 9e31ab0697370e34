import type { App } from '../../app.ts';
import { UnsupportedMethodError } from '../../rpc/errors.ts';
import type { PageHandler } from '../../rpc/page-handler.ts';

/** Not offered yet. */
export const dmtpVerifyProof: PageHandler<'dmtp_verifyProof', App> = {
  async handle() {
    throw new UnsupportedMethodError('dmtp_verifyProof');
  },
};
