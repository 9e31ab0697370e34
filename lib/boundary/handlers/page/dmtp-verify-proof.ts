import { verifyProof } from '../../../anchor/verify-proof.ts';
import type { App } from '../../app/app.ts';
import type { PageHandler } from '../../call/page-handler.ts';

/** Checks a proof from its bytes to a block's header; asks nobody and tells nothing of this companion. */
export const dmtpVerifyProof: PageHandler<'dmtp_verifyProof', App> = {
  async handle(_app, _call, { proof }) {
    const verdict = await verifyProof(proof);
    if (!verdict.valid)
      return { valid: false, reason: verdict.reason, chainId: null, block: null, time: null };
    return { valid: true, chainId: verdict.chainId, block: verdict.block, time: verdict.blockTime };
  },
};
