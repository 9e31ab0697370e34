import { canonicalJson } from '../../../crypto/canonical.ts';
import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** The proof of a message as a file of canonical JSON, which is what is checked; it contains the words. Throws AnchorUnavailableError. */
export const anchorExportProof: PopupHandler<'anchor_exportProof', App> = async (app, { messageId }) => {
  const proof = await app.anchors.prove(messageId);
  return { fileName: `proof-${proof.cid.slice(-12)}.json`, json: canonicalJson(proof) };
};
