import { hex, hexDecode } from '../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../lib/crypto/canonical.ts';
import { signerFromSeed } from '../../lib/crypto/signature.ts';
import { formatDid } from '../../lib/protocol/did.ts';
import { type MovedStatement, signMoved, verifyMoved } from '../../lib/protocol/moved-statement.ts';
import { signObject } from '../../lib/protocol/signed-object.ts';
import { casesOf } from './support/cases-of.ts';
import { flipBit } from './support/flip-bit.ts';
import { personas } from './support/personas.ts';
import type { VectorFile } from './support/vector-file.ts';

type Unsigned = { old_did: string; new_did: string; timestamp: number; signing_seed_hex: string };

const { accept, refuse } = casesOf({
  async sign({ old_did, new_did, timestamp, signing_seed_hex }: Unsigned) {
    const statement = { oldDid: old_did, newDid: new_did, timestamp };
    const data = await signMoved(statement, signerFromSeed(hexDecode(signing_seed_hex)));
    return { steps: { canonical: canonicalJson({ old_did, new_did, timestamp }) }, output: { data } };
  },
  async verify({ data }: { data: MovedStatement }) {
    const { oldDid, newDid } = await verifyMoved(data);
    return { output: { signing_key_hex: hex(oldDid.signingKey), new_mediator_did: newDid.mediatorDid } };
  },
});

const { alice, bob, carol, mediator, baseTime } = personas;
const at = (mediatorDid: string, preKey = alice.preKey.publicKey, signingKey = alice.signer.publicKey) =>
  formatDid({ alias: 'alice', signingKey, preKey, mediatorDid });

/** The statement that an identity answers under another DID. */
export async function movedStatement(): Promise<VectorFile> {
  const new_did = at('did:web:other.example');
  const unsigned = { old_did: alice.did, new_did, timestamp: baseTime + 86_400 };
  const signing_seed_hex = hex(alice.signingSeed);
  const signed = async (changes: object = {}, signer = alice.signer) => {
    const statement = { ...unsigned, ...changes };
    return { ...statement, signature: await signObject(statement, signer) };
  };
  const data = await signed();
  const noSign = (name: string, changes: Partial<Unsigned>, why: string) =>
    refuse(name, 'sign', { ...unsigned, signing_seed_hex, ...changes }, why);
  const no = (name: string, changes: object, why: string) =>
    refuse(name, 'verify', { data: { ...data, ...changes } }, why);
  const without = (member: keyof MovedStatement) => {
    const { [member]: _, ...others } = data;
    return refuse(
      `without ${member}`,
      'verify',
      { data: others as MovedStatement },
      'All four members are there.',
    );
  };
  return {
    format: 'moved-statement',
    document: 'protocol.md §7.6',
    about: 'A signed statement that an identity answers under a new DID of the same signing key.',
    operations: { sign: 'Signs the statement.', verify: 'Verifies the statement.' },
    modules: ['lib/protocol/moved-statement.ts'],
    accept: await Promise.all([
      accept('to another mediator', 'sign', { ...unsigned, signing_seed_hex }),
      accept('to another mediator with another pre-key', 'sign', {
        ...unsigned,
        new_did: at('did:web:other.example', carol.preKey.publicKey),
        signing_seed_hex,
      }),
      accept('verified', 'verify', { data }),
      accept('back again', 'verify', { data: await signed({ old_did: new_did, new_did: alice.did }) }),
      accept('another alias only', 'verify', {
        data: await signed({ new_did: alice.did.replace('YWxpY2U', 'QWxpY2U') }),
      }),
    ]),
    refuse: await Promise.all([
      noSign(
        'in the name of another',
        {
          old_did: bob.did,
          new_did: at('did:web:other.example', bob.preKey.publicKey, bob.signer.publicKey),
        },
        'The signing key is not that of the DIDs.',
      ),
      noSign('to the same DID', { new_did: alice.did }, 'The DIDs differ.'),
      noSign('to another signing key', { new_did: bob.did }, 'The signing key stays.'),
      noSign('to a mediator', { new_did: mediator.did }, 'It is an identity.'),
      no('another old DID', { old_did: at('did:web:third.example') }, 'It is not what was signed.'),
      no('another new DID', { new_did: at('did:web:third.example') }, 'It is not what was signed.'),
      no('another time', { timestamp: data.timestamp + 1 }, 'It is not what was signed.'),
      no('signed by another', { ...(await signed({}, carol.signer)) }, 'The identity did not sign.'),
      no(
        'signed by another, to their own key',
        { ...(await signed({ new_did: carol.did }, carol.signer)) },
        'The signing key stays.',
      ),
      no('to the same DID, signed', { ...(await signed({ new_did: alice.did })) }, 'The DIDs differ.'),
      no(
        'to another signing key, signed',
        { ...(await signed({ new_did: bob.did })) },
        'The signing key stays.',
      ),
      no(
        'an old DID that does not parse',
        { ...(await signed({ old_did: 'did:decentrl:a:b:c' })) },
        'The DID does not parse.',
      ),
      no(
        'a new DID that does not parse',
        { ...(await signed({ new_did: 'did:decentrl:a:b:c' })) },
        'The DID does not parse.',
      ),
      no('a changed bit in the signature', { signature: flipBit(data.signature, 7) }, 'It is not valid.'),
      no('a member more', { ...(await signed({ alias: 'alice' })) }, 'There are four members.'),
      ...(Object.keys(data) as (keyof MovedStatement)[]).map(without),
      no(
        'a time in milliseconds',
        { ...(await signed({ timestamp: baseTime * 1000 })) },
        'Times are whole seconds.',
      ),
    ]),
  };
}
