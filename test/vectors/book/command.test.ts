import { base64Encode } from '../../../lib/crypto/base64.ts';
import { hexDecode, utf8 } from '../../../lib/crypto/bytes.ts';
import { canonicalJson, parseJson } from '../../../lib/crypto/canonical.ts';
import { signerFromSeed } from '../../../lib/crypto/signature.ts';
import {
  type Channel,
  type CommandPayload,
  type CommandType,
  channelOf,
  parseCommand,
  signCommand,
  verifyCommand,
} from '../../../lib/protocol/commands.ts';
import { formatDid, signingKeyId } from '../../../lib/protocol/did.ts';
import { refusing } from '../../../lib/protocol/protocol-error.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

const seed = new Uint8Array(32).fill(1);
const signer = signerFromSeed(seed);
const mediatorDid = 'did:web:mediator.example';
// The pre-key of a sender is not used in commands: any will do.
const preKey = new Uint8Array(32).fill(9);
const someDid = formatDid({ alias: null, signingKey: signer.publicKey, preKey, mediatorDid });

async function read(text: string) {
  const command = parseCommand(refusing(() => parseJson(text), 'invalid-command'));
  const sender = await verifyCommand(command);
  return { command, sender };
}

interface Input {
  text: string;
  payload: CommandPayload;
  before: string;
  middle: string;
  after: string;
  signing_seed_hex: string;
  channel: Channel;
  sender_did: string;
  recipient_did: string;
  timestamp: number;
  nonce: string;
}

runVectors<Input>('command', {
  async sign(input) {
    const parts = {
      channel: input.channel,
      senderDid: input.sender_did,
      recipientDid: input.recipient_did,
      timestamp: input.timestamp,
      nonce: input.nonce,
      payload: input.payload,
    };
    const signed = await signCommand(parts, signerFromSeed(hexDecode(input.signing_seed_hex)));
    const { header, payload, signature } = signed;
    const text = JSON.stringify(signed);
    await read(text);
    return {
      steps: {
        sender_signing_key_id: header.sender_signing_key_id,
        canonical: canonicalJson({ header, payload }),
      },
      output: { signature, text },
    };
  },

  async payload({ payload, before, middle, after }) {
    const given = payload ?? (JSON.parse(before + middle + after) as CommandPayload);
    const { type } = given as { type: CommandType };
    const header = {
      channel: channelOf(type),
      sender_did: someDid,
      sender_signing_key_id: signingKeyId(someDid),
      recipient_did: mediatorDid,
      timestamp: 1_700_000_000_000,
      nonce: 'nonce-0000000001',
    };
    const signature = base64Encode(await signer.sign(utf8(canonicalJson({ header, payload: given }))));
    await read(JSON.stringify({ header, payload: given, signature }));
    return { output: { channel: header.channel } };
  },

  async read({ text }) {
    const { command, sender } = await read(text);
    const { header, payload } = command;
    return {
      output: { type: payload.type, sender_did: sender.did, canonical: canonicalJson({ header, payload }) },
    };
  },
});
