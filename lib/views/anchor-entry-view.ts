import type { AnchorReason } from '../anchor/anchor-error.ts';
import type { ReadCid } from '../anchoring/anchors.ts';
import type { AnchorEntryView } from '../api/popup/popup-rpc.ts';

const BECAUSE: Record<AnchorReason, string> = {
  'no-contract': 'No contract is set, or none is deployed at this address.',
  'no-quorum': 'Too few endpoints agree.',
  unreachable: 'Too few endpoints answer.',
  'wrong-chain': 'The endpoints serve another chain.',
  stale: 'The endpoints are behind the chain.',
  rollback: 'The endpoints show an older chain than the one seen before.',
  'list-shrunk': 'The list is shorter than it was. What was seen before stays true.',
  'list-rewritten': 'The list says something else than before. What was seen before stays true.',
  'list-too-long': 'The list is too long to be read here.',
  'no-header': 'The endpoints give another header than the block’s.',
  'no-proof': 'No endpoint proves what it says.',
  'index-unavailable': 'No gateway gives an index file that is listed.',
  cid: 'The CID is of a kind that proves nothing.',
  'not-anchored': 'It is not listed.',
  malformed: 'The endpoints answer with something that makes no sense.',
};
const WARNINGS: Record<string, string> = {
  'list-shrunk': 'The list was shorter once than it had been. That never happens to an honest one.',
  'list-rewritten': 'The list was rewritten once. That never happens to an honest one.',
  'not-append-only': 'An index file took something back that an earlier one had listed.',
};

/** What the chain says of one CID of a message, as the popup shows it. */
export function anchorEntryView({ cid: { what, cid }, state }: ReadCid): AnchorEntryView {
  const anchored = state.state === 'anchored' ? state : null;
  const because = state.state === 'unknown' ? state.because : null;
  return {
    what,
    cid,
    state:
      anchored !== null
        ? 'anchored'
        : because === null
          ? 'not-yet'
          : because === 'no-contract'
            ? 'off'
            : 'unknown',
    because: because === null ? null : BECAUSE[because],
    chainId: anchored?.chainId ?? null,
    contract: anchored?.contract ?? null,
    entry: anchored?.entry ?? null,
    position: anchored?.position ?? null,
    indexCid: anchored?.indexCid ?? null,
    block: anchored?.block ?? null,
    blockHash: anchored?.blockHash ?? null,
    blockTime: anchored === null ? null : anchored.blockTime * 1000,
    tx: anchored?.storedIn?.tx ?? null,
    endpoints: anchored?.endpoints ?? [],
    how: anchored?.how ?? null,
    checkedAt: state.state === 'notYet' ? state.checkedAt * 1000 : null,
    warning: state.warning === undefined ? null : (WARNINGS[state.warning] ?? null),
  };
}
