import * as v from 'valibot';
import { verifyProof } from '../../../anchor/verify-proof.ts';
import { nothing } from '../../sites/scope.ts';
import { pageMethod } from '../method/page-method.ts';
import { json } from '../params/shared.ts';

/** Checks a proof from its bytes to a block's header; asks nobody and tells nothing of this companion. */
export const dmtpVerifyProof = pageMethod('dmtp_verifyProof', {
  params: v.object({ proof: json }),
  scope: nothing,
  async handle(_app, _call, { proof }) {
    const verdict = await verifyProof(proof);
    if (!verdict.valid)
      return { valid: false, reason: verdict.reason, chainId: null, block: null, time: null };
    return { valid: true, chainId: verdict.chainId, block: verdict.block, time: verdict.blockTime };
  },
});
