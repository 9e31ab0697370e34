import { hex, hexDecode } from '../../../lib/crypto/bytes.ts';
import type { JsonValue } from '../../../lib/crypto/canonical.ts';
import { furtherServices, mediatorDocument, parseMediatorDocument } from '../../../lib/protocol/did-web.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

interface Input {
  did: string;
  document: JsonValue;
  signing_key_hex: string;
  pre_key_hex: string;
  endpoint: string;
  is_escrow: boolean;
  anchor: { chain_id: number; contract: string } | null;
}

runVectors<Input>('did-json', {
  make({ did, endpoint, signing_key_hex, pre_key_hex, is_escrow, anchor }) {
    const services = furtherServices({
      did,
      endpoint,
      isEscrow: is_escrow,
      anchor: anchor && { chainId: anchor.chain_id, contract: anchor.contract },
    });
    const keys = { signingKey: hexDecode(signing_key_hex), preKey: hexDecode(pre_key_hex) };
    const document = mediatorDocument({ did, endpoint, ...keys }, services);
    return { output: { document: JSON.parse(JSON.stringify(document)) as JsonValue } };
  },
  read({ did, document }) {
    const { signingKey, preKey, endpoint, socketUrl, isEscrow, anchor } = parseMediatorDocument(
      document,
      did,
    );
    return {
      output: {
        signing_key_hex: hex(signingKey),
        pre_key_hex: hex(preKey),
        endpoint,
        socket_url: socketUrl,
        is_escrow: isEscrow,
        anchor: anchor && { chain_id: anchor.chainId, contract: anchor.contract },
      },
    };
  },
});
