import type { ApprovalView } from '../../api/popup/popup-rpc.ts';
import type { Domain } from '../../domain/domain.ts';
import { contactKey } from '../../domain/records/contact-record.ts';
import { fingerprint } from '../../protocol/fingerprint.ts';
import { contactName } from '../../views/contact-name.ts';
import { parsePeerDid } from './parse-peer-did.ts';

/** The other side as an approval shows it. Throws InvalidParamsError for a DID that is no person's. */
export async function peerForApproval(
  domain: Pick<Domain, 'tables'>,
  identityIndex: number,
  did: string,
): Promise<NonNullable<ApprovalView['request']['peer']>> {
  const peer = parsePeerDid(did);
  const { signingKeyMultibase: signingKey, alias } = peer;
  const contact = await domain.tables.contacts.get(contactKey(identityIndex, signingKey));
  const known = contact !== undefined && contact.contractIds.length > 0 && contact.did === did;
  const name = contactName(known ? contact : { petname: null, alias, signingKey });
  return { did, name, fingerprint: fingerprint(peer.signingKey), known };
}
