import type { App } from '../../app.ts';
import { UnsupportedMethodError } from '../../rpc/errors.ts';
import type { PageHandler } from '../../rpc/page-handler.ts';

/** Not offered yet. */
export const dmtpPrepareLink: PageHandler<'dmtp_prepareLink', App> = {
  async handle() {
    throw new UnsupportedMethodError('dmtp_prepareLink');
  },
};
