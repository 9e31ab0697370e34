import type { App } from '../../app.ts';
import { UnsupportedMethodError } from '../../rpc/errors.ts';
import type { PageHandler } from '../../rpc/page-handler.ts';

/** Not offered yet. */
export const dmtpSendMessage: PageHandler<'dmtp_sendMessage', App> = {
  async handle() {
    throw new UnsupportedMethodError('dmtp_sendMessage');
  },
};
