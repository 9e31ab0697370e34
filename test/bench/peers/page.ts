import { nip17 } from './nip17.ts';
import { olm } from './olm.ts';

/** What the bench calls in the page: the peers of P1 on the texts it names. */
declare global {
  var peers: { nip17: typeof nip17; olm: typeof olm };
}

globalThis.peers = { nip17, olm };
