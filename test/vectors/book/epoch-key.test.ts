import { concatBytes, hex, hexDecode, utf8 } from '../../../lib/crypto/bytes.ts';
import { hkdfSha256 } from '../../../lib/crypto/kdf.ts';
import { encodeAgreementKey } from '../../../lib/crypto/multikey.ts';
import { epochAgreer } from '../../../lib/protocol/epoch-key.ts';
import { addressBytes } from '../../../lib/protocol/ethereum-address.ts';
import { HELD_INFO } from '../../../lib/protocol/wire.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

runVectors<{ epoch_master_hex: string; address: string }>('epoch-key', {
  derive({ epoch_master_hex, address }) {
    const master = hexDecode(epoch_master_hex);
    const { publicKey } = epochAgreer(master, address);
    const info = concatBytes(utf8(HELD_INFO.epoch), addressBytes(address));
    const steps = {
      info_hex: hex(info),
      agreement_seed_hex: hex(hkdfSha256(master, info)),
      public_key_hex: hex(publicKey),
    };
    return { steps, output: { public_key: encodeAgreementKey(publicKey) } };
  },
});
