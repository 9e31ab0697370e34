import { agreerFromSeed } from '../../../lib/crypto/agreement.ts';
import { hexDecode } from '../../../lib/crypto/bytes.ts';
import { signerFromSeed } from '../../../lib/crypto/signature.ts';
import { didDocument, formatDid, parseDid, signingKeyId } from '../../../lib/protocol/did.ts';
import { didMembers } from '../../../scripts/vectors/support/did-members.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

runVectors<{
  did: string;
  alias: string | null;
  signing_seed_hex: string;
  pre_key_seed_hex: string;
  mediator_did: string;
}>('did', {
  make({ alias, signing_seed_hex, pre_key_seed_hex, mediator_did }) {
    const did = formatDid({
      alias,
      signingKey: signerFromSeed(hexDecode(signing_seed_hex)).publicKey,
      preKey: agreerFromSeed(hexDecode(pre_key_seed_hex)).publicKey,
      mediatorDid: mediator_did,
    });
    const [mediator = '', preKey = '', signingKey = '', aliasSegment = null] = did
      .split(':')
      .slice(2)
      .reverse();
    const steps = {
      alias_segment: aliasSegment,
      signing_key: signingKey,
      pre_key: preKey,
      mediator_segment: mediator,
    };
    return { steps, output: { did } };
  },
  parse: ({ did }) => ({ output: didMembers(parseDid(did)) }),
  document: ({ did }) => ({
    output: {
      signing_key_id: signingKeyId(did),
      document: JSON.parse(JSON.stringify(didDocument(parseDid(did)))),
    },
  }),
});
