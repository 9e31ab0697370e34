import type { AnchorEntryView } from '../../api/popup/popup-rpc.ts';

/** The CIDs under which one message is listed, and what was last read of each on the chain. */
export interface MessageCidRecord {
  /** Id of the event or held message. */
  eventId: string;
  identityIndex: number;
  cids: {
    what: AnchorEntryView['what'];
    cid: string;
    /** DID of the mediator that lists it. */
    listedBy: string;
    /** Block by which it was found anchored, null while it was not. */
    block: number | null;
    /** The payload of an own stored event, base64: the CID is over its bytes. */
    payload?: string;
  }[];
}
