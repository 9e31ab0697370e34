import { randomBytes } from 'node:crypto';
import { type Agreer, agreerFromSeed } from '../../lib/crypto/agreement.ts';
import { encodeAgreementKey } from '../../lib/crypto/multikey.ts';
import { type Signer, signerFromSeed } from '../../lib/crypto/signature.ts';
import {
  type Channel,
  type Command,
  type CommandPayload,
  type CommandReply,
  type CommandType,
  newNonce,
  parseReply,
  signCommand,
} from '../../lib/protocol/commands.ts';
import {
  completeRequest,
  encryptRequest,
  type SignedContract,
  signRequest,
} from '../../lib/protocol/contract.ts';
import { formatDid, type ParsedDid, parseDid } from '../../lib/protocol/did.ts';
import { parseMediatorDocument } from '../../lib/protocol/mediator-document.ts';

/** An identity that lives in the bench itself and speaks to one mediator. */
export interface Persona {
  readonly did: ParsedDid;
  readonly signer: Signer;
  readonly preKey: Agreer;
  readonly endpoint: string;
  command<T extends CommandType>(
    recipientDid: string,
    channel: Channel,
    payload: CommandPayload<T>,
  ): Promise<Command<T>>;
  send<T extends CommandType>(
    recipientDid: string,
    channel: Channel,
    payload: CommandPayload<T>,
  ): Promise<CommandReply<T>>;
}

const now = () => Math.floor(Date.now() / 1000);
const DAY = 86_400;

/** A new identity registered at the mediator of `url`. */
export async function createPersona(alias: string, mediator: { did: string; url: string }): Promise<Persona> {
  const signer = signerFromSeed(randomBytes(32));
  const preKey = agreerFromSeed(randomBytes(32));
  const document = parseMediatorDocument(
    await (await fetch(new URL('/.well-known/did.json', mediator.url))).json(),
    mediator.did,
  );
  const did = parseDid(
    formatDid({ alias, signingKey: signer.publicKey, preKey: preKey.publicKey, mediatorDid: mediator.did }),
  );
  const persona: Persona = {
    did,
    signer,
    preKey,
    endpoint: document.endpoint,
    command: (recipientDid, channel, payload) =>
      signCommand(
        { channel, senderDid: did.did, recipientDid, timestamp: Date.now(), nonce: newNonce(), payload },
        signer,
      ),
    async send(recipientDid, channel, payload) {
      const body = JSON.stringify(await persona.command(recipientDid, channel, payload));
      const response = await fetch(document.endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      const reply = parseReply(payload.type, await response.json());
      if (reply.type === 'ERROR') throw new Error(`${payload.type}: ${reply.code} ${reply.message}`);
      return reply.payload;
    },
  };
  const ephemeral = agreerFromSeed(randomBytes(32));
  const signed = await signRequest(
    { contract: openContract(did.did, mediator.did, encodeAgreementKey(ephemeral.publicKey), 400 * DAY) },
    signer,
  );
  await persona.send(mediator.did, 'DIRECT_AUTHENTICATED', {
    type: 'REQUEST_COMMUNICATION_CONTRACT',
    encrypted_request: await encryptRequest(signed, ephemeral, document.preKey),
    requestor_ephemeral_public_key: encodeAgreementKey(ephemeral.publicKey),
  });
  return persona;
}

function openContract(
  requestor: string,
  recipient: string,
  key: string,
  lifetime: number,
): SignedContract['contract'] {
  return {
    requestor_did: requestor,
    recipient_did: recipient,
    requestor_encryption_public_key: key,
    recipient_encryption_public_key: null,
    expires_at: now() + lifetime,
    timestamp: now(),
  };
}

/** A contract both personas signed, stored at the recipient's mediator. */
export async function agree(requestor: Persona, recipient: Persona): Promise<SignedContract> {
  const [one, other] = [agreerFromSeed(randomBytes(32)), agreerFromSeed(randomBytes(32))];
  const request = await signRequest(
    {
      contract: openContract(
        requestor.did.did,
        recipient.did.did,
        encodeAgreementKey(one.publicKey),
        30 * DAY,
      ),
    },
    requestor.signer,
  );
  const signed = await completeRequest(request, {
    recipientEphemeral: encodeAgreementKey(other.publicKey),
    signer: recipient.signer,
  });
  await recipient.send(recipient.did.mediatorDid, 'DIRECT_AUTHENTICATED', {
    type: 'SAVE_COMMUNICATION_CONTRACT',
    signed_contract: signed,
  });
  return signed;
}
