/** Every parser of foreign input, with what it may refuse with. */

import { wordlist } from '@scure/bip39/wordlists/english.js';
import { isPageOrigin } from '../../../lib/boundary/call/sender.ts';
import { encryptAead, importAeadKey } from '../../../lib/crypto/aead.ts';
import { base64Encode } from '../../../lib/crypto/base64.ts';
import { parseJson } from '../../../lib/crypto/canonical.ts';
import { CryptoError } from '../../../lib/crypto/crypto-error.ts';
import { rootFromWords, wordsFromRoot } from '../../../lib/crypto/mnemonic.ts';
import { encodeAgreementKey } from '../../../lib/crypto/multikey.ts';
import { DecentrlError } from '../../../lib/errors/errors.ts';
import { profilesOf } from '../../../lib/keys/vault.ts';
import { decodeVault, encodeVault, type VaultRecord } from '../../../lib/keys/vault-record.ts';
import { socketHint } from '../../../lib/mediator-client/sync/socket-hint.ts';
import {
  type CommandType,
  parseCommand,
  parseReply,
  REPLIES,
  verifyCommand,
} from '../../../lib/protocol/commands.ts';
import {
  contractId,
  openRequest,
  parseSignedContract,
  verifySignedContract,
} from '../../../lib/protocol/contract.ts';
import { didDocument, parseDid } from '../../../lib/protocol/did.ts';
import { encryptEnvelope, openEnvelope, parseEvent, verifyEnvelope } from '../../../lib/protocol/envelope.ts';
import { parseMediatorDocument } from '../../../lib/protocol/mediator-document.ts';
import { verifyMoved } from '../../../lib/protocol/moved-statement.ts';
import { ProtocolError } from '../../../lib/protocol/protocol-error.ts';
import { parseReceipt } from '../../../lib/protocol/receipt.ts';
import { verifyRevocation } from '../../../lib/protocol/revocation.ts';
import { parseSavedContractKey } from '../../../lib/protocol/saved-contract-key.ts';
import {
  parseAuthenticate,
  parseServerFrame,
  verifyAuthenticate,
} from '../../../lib/protocol/socket-frames.ts';
import { openStored } from '../../../lib/protocol/stored-event.ts';
import { isShallow } from '../../../mediator/dispatch/is-shallow.ts';
import { anchorTargets } from './anchor-targets.ts';
import { heldTargets } from './held-targets.ts';
import { jsonText, mutateJson, mutateText, plainText } from './mutate.ts';
import { pageTarget } from './page-target.ts';
import type { Target } from './run-fuzz.ts';
import {
  alice,
  bob,
  CIPHERTEXT,
  commandSeeds,
  contractSeed,
  documentSeed,
  envelopeSeed,
  eventSeed,
  foreignDocumentSeed,
  frameSeeds,
  MEDIATOR,
  moved,
  movedSeed,
  NOW,
  nameless,
  pageSeeds,
  replySeeds,
  requestSeed,
  revocationSeed,
  storedSeeds,
  vaultSeed,
} from './seeds.ts';

const byProtocol = (error: unknown) => error instanceof ProtocolError;
/** Text that is no JSON is refused before the parser, by `parseJson`. */
const byProtocolOrJson = (error: unknown) =>
  error instanceof ProtocolError || (error instanceof CryptoError && error.reason === 'not-json');
const byCompanion = (error: unknown) => error instanceof DecentrlError;

/** Encrypts any text as if it came from whoever knows the key: what is inside is what is fuzzed. */
async function sealed(text: string, key: CryptoKey): Promise<string> {
  return base64Encode(await encryptAead(key, new TextEncoder().encode(text)));
}

/** All targets; made once, since their seeds are signed. */
export async function fuzzTargets(): Promise<Target[]> {
  const key = await importAeadKey(new Uint8Array(32).fill(3));
  const [contract, request, envelope] = await Promise.all([contractSeed(), requestSeed(), envelopeSeed()]);
  const id = contractId(contract.contract);
  const requestKey = await alice.ephemeral.agree(bob.preKey.publicKey);
  const [commands, replies, frames, stored] = await Promise.all([
    commandSeeds(),
    replySeeds(),
    frameSeeds(),
    storedSeeds(),
  ]);
  const transit = await encryptEnvelope(envelope, key);
  const statements = [await movedSeed(), await revocationSeed()];
  const vault = vaultSeed();
  const words = wordsFromRoot(new Uint8Array(32).fill(5), wordlist).join(' ');
  const replyTypes = Object.keys(REPLIES) as CommandType[];
  const documents = [documentSeed(), foreignDocumentSeed()];
  const record = {
    ephemeral_public_key: encodeAgreementKey(alice.ephemeral.publicKey),
    wrapped_private_key: CIPHERTEXT,
    signed_contract: contract,
  };
  const pages = pageSeeds();

  return [
    {
      name: 'DID',
      input: (random) => plainText(random, [alice.did, bob.did, moved.did, nameless.did]),
      parse: (text) => didDocument(parseDid(text)),
      refuses: byProtocol,
    },
    {
      name: 'contract',
      input: (random) => jsonText(random, [contract, request]),
      async parse(text) {
        const signed = parseSignedContract(parseJson(text));
        await verifySignedContract(signed);
      },
      refuses: byProtocolOrJson,
    },
    {
      name: 'contract request',
      lesser: true,
      input: (random) => jsonText(random, [{ ...request, note: 'It is me' }, request]),
      async parse(text) {
        await openRequest(await sealed(text, requestKey), {
          preKeyAgreer: bob.preKey,
          outerEphemeral: request.contract.requestor_encryption_public_key,
          senderDid: alice.did,
          ownDid: bob.did,
          now: NOW,
        });
      },
      refuses: byProtocol,
    },
    {
      name: 'envelope',
      input: (random) => jsonText(random, [envelope]),
      async parse(text) {
        const opened = await openEnvelope(await sealed(text, key), key);
        await verifyEnvelope(opened, { contractId: id, counterpartySigningKey: alice.signer.publicKey });
      },
      refuses: byProtocol,
    },
    {
      name: 'transit ciphertext',
      lesser: true,
      input: (random) => plainText(random, [transit]),
      parse: (text) => openEnvelope(text, key),
      refuses: byProtocol,
    },
    {
      name: 'event in an envelope',
      lesser: true,
      input: (random) => jsonText(random, [eventSeed, { ...eventSeed, data: { ids: ['a'], state: 'read' } }]),
      parse(text) {
        parseReceipt(parseEvent(text).data);
      },
      refuses: byProtocol,
    },
    {
      name: 'statement in an event',
      lesser: true,
      input: (random) => jsonText(random, [...statements, record]),
      async parse(text) {
        const data = parseJson(text);
        const settled = await Promise.allSettled([
          verifyMoved(data),
          verifyRevocation(data),
          Promise.resolve(data).then(parseSavedContractKey),
        ]);
        for (const one of settled) if (one.status === 'rejected' && !byProtocol(one.reason)) throw one.reason;
        if (settled.every((one) => one.status === 'rejected')) throw new ProtocolError('statement');
      },
      refuses: byProtocolOrJson,
    },
    {
      name: 'command',
      input: (random) => jsonText(random, commands),
      async parse(text) {
        if (!isShallow(text, 32)) throw new ProtocolError('too-deep');
        await verifyCommand(parseCommand(parseJson(text)));
      },
      refuses: byProtocolOrJson,
    },
    {
      name: 'reply',
      input: (random) => `${random.pick(replyTypes)} ${jsonText(random, replies)}`,
      parse(text) {
        const at = text.indexOf(' ');
        parseReply(text.slice(0, at) as CommandType, parseJson(text.slice(at + 1)));
      },
      refuses: byProtocolOrJson,
    },
    {
      name: 'socket frame of a mediator',
      input: (random) => jsonText(random, frames),
      parse(text) {
        socketHint(text);
        parseServerFrame(text);
      },
      refuses: byProtocol,
    },
    {
      name: 'socket frame of a client',
      lesser: true,
      input: (random) => jsonText(random, frames.slice(0, 1)),
      async parse(text) {
        await verifyAuthenticate(parseAuthenticate(text), { mediatorDid: MEDIATOR, now: NOW * 1_000 });
      },
      refuses: byProtocol,
    },
    {
      name: 'vault record',
      input(random) {
        if (random.chance(0.5)) return jsonText(random, [vault]);
        // With a checksum that fits, as somebody would write it who changes the file on purpose.
        try {
          const { seal, checksum: _checksum, ...content } = mutateJson(random, vault) as VaultRecord;
          return encodeVault(content, seal);
        } catch {
          return mutateText(random, JSON.stringify(vault));
        }
      },
      parse: (text) => profilesOf(decodeVault(text)),
      refuses: byCompanion,
    },
    {
      name: 'mediator document',
      input: (random) => jsonText(random, documents),
      parse: (text) => parseMediatorDocument(parseJson(text), MEDIATOR),
      refuses: byProtocolOrJson,
    },
    {
      name: 'stored event',
      input: (random) => jsonText(random, stored),
      async parse(text) {
        await openStored(await sealed(text, key), key);
      },
      refuses: byProtocol,
    },
    {
      name: '24 words',
      lesser: true,
      input: (random) => plainText(random, [words]),
      parse: (text) => rootFromWords(text, wordlist),
      refuses: (error) => error instanceof CryptoError,
    },
    {
      name: 'origin',
      lesser: true,
      input: (random) =>
        plainText(random, ['https://dapp.example', 'http://localhost:3000', 'http://[::1]:80', 'null']),
      parse: (text) => isPageOrigin(text),
      refuses: () => false,
    },
    pageTarget(pages),
    ...(await heldTargets()),
    ...(await anchorTargets()),
  ];
}
