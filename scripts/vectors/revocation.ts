import { hex, hexDecode } from '../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../lib/crypto/canonical.ts';
import { signerFromSeed } from '../../lib/crypto/signature.ts';
import { formatDid } from '../../lib/protocol/did.ts';
import { type Revocation, signRevocation, verifyRevocation } from '../../lib/protocol/revocation.ts';
import { signObject } from '../../lib/protocol/signed-object.ts';
import { casesOf } from './support/cases-of.ts';
import { flipBit } from './support/flip-bit.ts';
import { personas } from './support/personas.ts';
import { sampleContract } from './support/sample-contract.ts';
import type { VectorFile } from './support/vector-file.ts';

type Unsigned = { contract_id: string; revoker_did: string; timestamp: number; signing_seed_hex: string };

const { accept, refuse } = casesOf({
  async sign({ contract_id, revoker_did, timestamp, signing_seed_hex }: Unsigned) {
    const statement = { contractId: contract_id, revokerDid: revoker_did, timestamp };
    const data = await signRevocation(statement, signerFromSeed(hexDecode(signing_seed_hex)));
    return { steps: { canonical: canonicalJson({ contract_id, revoker_did, timestamp }) }, output: { data } };
  },
  async verify({ data }: { data: Revocation }) {
    const { revoker } = await verifyRevocation(data);
    return { output: { revoker_signing_key_hex: hex(revoker.signingKey) } };
  },
});

const { alice, bob, carol, mediator, baseTime } = personas;

/** The statement that ends a relationship. */
export async function revocation(): Promise<VectorFile> {
  const { contractId: contract_id } = await sampleContract();
  const unsigned = { contract_id, revoker_did: bob.did, timestamp: baseTime + 3600 };
  const signing_seed_hex = hex(bob.signingSeed);
  const signed = async (changes: object = {}, signer = bob.signer) => {
    const statement = { ...unsigned, ...changes };
    return { ...statement, signature: await signObject(statement, signer) };
  };
  const data = await signed();
  const noSign = (name: string, changes: Partial<Unsigned>, why: string) =>
    refuse(name, 'sign', { ...unsigned, signing_seed_hex, ...changes }, why);
  const no = (name: string, changes: object, why: string) =>
    refuse(name, 'verify', { data: { ...data, ...changes } }, why);
  const without = (member: keyof Revocation) => {
    const { [member]: _, ...others } = data;
    return refuse(
      `without ${member}`,
      'verify',
      { data: others as Revocation },
      'All four members are there.',
    );
  };
  const otherDid = formatDid({
    alias: null,
    signingKey: bob.signer.publicKey,
    preKey: carol.preKey.publicKey,
    mediatorDid: mediator.did,
  });
  return {
    format: 'revocation',
    document: 'protocol.md §7.5',
    about:
      'The data of an event decentrl.contract.revoked: a signed statement that ends the relationship a contract belongs to.',
    operations: {
      sign: 'Signs the statement.',
      verify: 'Verifies the statement; that its revoker is a party of the contract is to be checked apart.',
    },
    modules: ['lib/protocol/revocation.ts'],
    accept: await Promise.all([
      accept('Bob revokes', 'sign', { ...unsigned, signing_seed_hex }),
      accept('Alice revokes', 'sign', {
        ...unsigned,
        revoker_did: alice.did,
        signing_seed_hex: hex(alice.signingSeed),
      }),
      accept('verified', 'verify', { data }),
      accept('under another DID of the same signing key', 'verify', {
        data: await signed({ revoker_did: otherDid }),
      }),
      accept('by a third, who is no party: to be checked apart', 'verify', {
        data: await signed({ revoker_did: carol.did }, carol.signer),
      }),
      accept('at time 0', 'verify', { data: await signed({ timestamp: 0 }) }),
    ]),
    refuse: await Promise.all([
      noSign(
        'in the name of another',
        { revoker_did: alice.did },
        'The signing key is not that of revoker_did.',
      ),
      noSign('a contract id that is none', { contract_id: 'contract' }, 'It is 32 bytes in hex.'),
      noSign('a DID that does not parse', { revoker_did: 'did:decentrl:a:b:c' }, 'The DID does not parse.'),
      no('another contract', { contract_id: 'ab'.repeat(32) }, 'It is not what was signed.'),
      no('another time', { timestamp: data.timestamp + 1 }, 'It is not what was signed.'),
      no('another revoker', { revoker_did: alice.did }, 'It is not what was signed.'),
      no('signed by another', { ...(await signed({}, carol.signer)) }, 'The revoker did not sign.'),
      no('a changed bit in the signature', { signature: flipBit(data.signature, 7) }, 'It is not valid.'),
      no(
        'a signature that is no base64',
        { signature: `${data.signature.slice(0, -3)}*==` },
        'A signature is base64.',
      ),
      no('a signature that is null', { signature: null }, 'It is there.'),
      no('a member more', { reason: 'spam' }, 'There are four members.'),
      no(
        'a member more that was signed',
        { ...(await signed({ reason: 'spam' })) },
        'There are four members.',
      ),
      ...(Object.keys(data) as (keyof Revocation)[]).map(without),
      no(
        'a time in milliseconds',
        { ...(await signed({ timestamp: baseTime * 1000 })) },
        'Times are whole seconds.',
      ),
      no(
        'a contract id in capitals',
        { ...(await signed({ contract_id: contract_id.toUpperCase() })) },
        'Hex is lower case.',
      ),
      no(
        'a mediator as revoker',
        { ...(await signed({ revoker_did: mediator.did }, mediator.signer)) },
        'A party is an identity.',
      ),
      no(
        'a revoker whose DID does not parse',
        { ...(await signed({ revoker_did: 'did:decentrl:a:b:c' })) },
        'The DID does not parse.',
      ),
    ]),
  };
}
