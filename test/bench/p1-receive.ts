import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page, Worker } from 'playwright';
import type { PopupRpc } from '../../lib/api/popup/popup-rpc.ts';
import { agreerFromSeed } from '../../lib/crypto/agreement.ts';
import { encodeAgreementKey } from '../../lib/crypto/multikey.ts';
import {
  contractId,
  encryptRequest,
  rootKey,
  type SignedContract,
  signRequest,
} from '../../lib/protocol/contract.ts';
import { parseDid } from '../../lib/protocol/did.ts';
import {
  encryptEnvelope,
  envelopeHash,
  formatEvent,
  newDeviceId,
  newEventId,
  signEnvelope,
} from '../../lib/protocol/envelope.ts';
import { launchChromium } from '../support/launch-chromium.ts';
import { startMediator } from '../support/start-mediator.ts';
import { waitUntil } from '../support/wait-until.ts';
import type { Figure } from './figure.ts';
import { measurePeers } from './peers/measure-peers.ts';
import { createPersona, type Persona } from './persona.ts';

const EVENTS = 10_000;
const PASSWORD = 'bench-kestrel-9-lantern';

/** Named in the table's note; without them one sender may queue 1,000 events at once and then 100 a second. */
const LIMITS = {
  pending_events: 20_000,
  pending_bytes: 200_000_000,
  events_per_second: 1_000_000,
  events_burst: 1_000_000,
  commands_per_second: 1_000_000,
  commands_burst: 1_000_000,
  unauthenticated_per_minute: 1_000_000,
};

async function call<M extends keyof PopupRpc>(
  page: Page,
  method: M,
  params?: PopupRpc[M]['params'],
): Promise<PopupRpc[M]['result']> {
  const reply = await page.evaluate(
    ([name, input]) =>
      (
        globalThis as unknown as { chrome: { runtime: { sendMessage(message: unknown): Promise<unknown> } } }
      ).chrome.runtime.sendMessage({
        channel: 'popup',
        method: name,
        params: input,
      }),
    [method, params] as const,
  );
  const answer = reply as { result?: PopupRpc[M]['result']; error?: { message: string } };
  if (answer.error !== undefined) throw new Error(`${method}: ${answer.error.message}`);
  return answer.result as PopupRpc[M]['result'];
}

/** Sends a request to Bob and gives the contract once his companion has completed it. */
async function contractWith(
  alice: Persona,
  bobDid: string,
  page: Page,
): Promise<{ signed: SignedContract; key: CryptoKey }> {
  const ephemeral = agreerFromSeed(randomBytes(32));
  const now = Math.floor(Date.now() / 1000);
  const request = await signRequest(
    {
      contract: {
        requestor_did: alice.did.did,
        recipient_did: bobDid,
        requestor_encryption_public_key: encodeAgreementKey(ephemeral.publicKey),
        recipient_encryption_public_key: null,
        expires_at: now + 30 * 86_400,
        timestamp: now,
      },
    },
    alice.signer,
  );
  await alice.send(bobDid, 'DIRECT_AUTHENTICATED', {
    type: 'REQUEST_COMMUNICATION_CONTRACT',
    encrypted_request: await encryptRequest(request, ephemeral, parseDid(bobDid).preKey),
    requestor_ephemeral_public_key: encodeAgreementKey(ephemeral.publicKey),
  });
  await call(page, 'sync_now');
  const requestId = await waitUntil(
    'the request',
    async () => (await call(page, 'requests_list'))[0]?.requestId,
  );
  await call(page, 'contract_accept', { requestId });
  const signed = await waitUntil('the signed contract', async () => {
    const reply = await alice.send<'QUERY_COMMUNICATION_CONTRACTS'>(
      alice.did.mediatorDid,
      'DIRECT_AUTHENTICATED',
      {
        type: 'QUERY_COMMUNICATION_CONTRACTS',
        limit: 100,
        cursor: null,
      },
    );
    return reply.contracts
      .map((row) => row.signed_contract)
      .find((row) => row.contract.recipient_did === bobDid);
  });
  return { signed, key: await rootKey(signed.contract, ephemeral) };
}

/** Queues numbered events of a new device; `chained` ones name the one before, as ours do. Gives their texts. */
async function queueEvents(
  alice: Persona,
  bobDid: string,
  { signed, key }: { signed: SignedContract; key: CryptoKey },
  chained: boolean,
): Promise<string[]> {
  const dev = newDeviceId();
  let prev: string | null = null;
  let batch: { id: string; payload: string }[] = [];
  const texts: string[] = [];
  for (let seq = 1; seq <= EVENTS; seq += 1) {
    const text = `message ${seq} `.padEnd(120, 'x');
    const event = formatEvent({
      type: 'chat.message',
      data: { chatId: 'bench', content: text },
      meta: { id: newEventId(), dev, seq, prev, tags: [] },
    });
    texts.push(event);
    const envelope = await signEnvelope(
      { contractId: contractId(signed.contract), event, timestamp: Math.floor(Date.now() / 1000) },
      alice.signer,
    );
    if (chained) prev = envelopeHash(envelope);
    batch.push({ id: newEventId(), payload: await encryptEnvelope(envelope, key) });
    if (batch.length < 100) continue;
    const reply = await alice.send<'SEND_EVENTS'>(bobDid, 'TWO_WAY_PRIVATE', {
      type: 'SEND_EVENTS',
      events: batch,
    });
    const refused = reply.results.find((result) => !result.ok);
    if (refused !== undefined) throw new Error(`an event was refused: ${refused.code ?? ''}`);
    batch = [];
  }
  return texts;
}

/** Events a second of the same worker doing one native verify, one decrypt and one encrypt an event, a hundred at a time. */
async function floorPerSecond(worker: Worker, events: number): Promise<number> {
  return worker.evaluate(async (count) => {
    const signing = (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair;
    const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
      'encrypt',
      'decrypt',
    ]);
    const message = crypto.getRandomValues(new Uint8Array(400));
    const signature = await crypto.subtle.sign('Ed25519', signing.privateKey, message);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const ciphertext = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, message);
    const one = async () => {
      const plaintext = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, ciphertext);
      if (!(await crypto.subtle.verify('Ed25519', signing.publicKey, signature, message)))
        throw new Error('refused');
      await crypto.subtle.encrypt(
        { name: 'AES-GCM', iv: crypto.getRandomValues(new Uint8Array(12)) },
        key,
        plaintext,
      );
    };
    const startedAt = performance.now();
    for (let done = 0; done < count; done += 100) await Promise.all(Array.from({ length: 100 }, one));
    return (count * 1000) / (performance.now() - startedAt);
  }, events);
}

/** What the mediator counts for this identity, read from its database. */
function countAt(dataDir: string, did: string, column: 'pending_count' | 'stored_count'): () => number {
  const database = new DatabaseSync(join(dataDir, 'mediator.db'), { readOnly: true });
  const statement = database.prepare(`SELECT ${column} AS n FROM identities WHERE did = ?`);
  return () => Number(statement.get(did)?.n);
}

/** Counts the signatures this worker checks from now on. */
async function countChecks(worker: Worker): Promise<() => Promise<number>> {
  await worker.evaluate(() => {
    const counting = globalThis as unknown as { checks: number };
    const { verify } = SubtleCrypto.prototype;
    counting.checks = 0;
    SubtleCrypto.prototype.verify = function (...args) {
      counting.checks += 1;
      return verify.apply(this, args);
    };
  });
  return () => worker.evaluate(() => (globalThis as unknown as { checks: number }).checks);
}

/** Unlocks where 10,000 events wait and gives the rate until all are in the store and acknowledged. */
async function receiveAll(page: Page, pending: () => number, unread: number): Promise<number> {
  await call(page, 'vault_unlock', { password: PASSWORD });
  const startedAt = performance.now();
  while (pending() > 0) {
    if (performance.now() - startedAt > 120_000) throw new Error(`${pending()} events still wait`);
    await delay(5);
  }
  const perSecond = (EVENTS * 1000) / (performance.now() - startedAt);
  const { items } = await call(page, 'conversations_list');
  if (items[0]?.unread !== unread) throw new Error(`received ${items[0]?.unread ?? 0} of ${unread}`);
  return perSecond;
}

/**
 * P1: 10,000 events wait at the mediator while Bob is locked; he unlocks, and the clock runs until all are in his store
 * and acknowledged. Password derivation is not in it. Beside the floor in the same worker and two peers in the same
 * Chromium; and once more with events that do not name the one before, of which each signature has to be checked.
 */
export async function p1Receive(): Promise<Figure[]> {
  const mediator = await startMediator({ limits: LIMITS, env: { LOG_LEVEL: 'info' } });
  const companion = await launchChromium();
  try {
    const page = await companion.popup();
    const { did: bobDid } = await call(page, 'vault_create', {
      alias: 'bob',
      mediatorDid: mediator.did,
      password: PASSWORD,
    });
    await waitUntil(
      'the registration',
      async () => (await call(page, 'app_getState')).identities[0]?.registered,
    );
    const alice = await createPersona('alice', mediator);
    const contract = await contractWith(alice, bobDid, page);
    await call(page, 'vault_lock');
    const texts = await queueEvents(alice, bobDid, contract, true);

    const pending = countAt(mediator.dataDir, bobDid, 'pending_count');
    const stored = countAt(mediator.dataDir, bobDid, 'stored_count');
    const before = await floorPerSecond(companion.worker, EVENTS);
    const checks = await countChecks(companion.worker);
    const perSecond = await receiveAll(page, pending, EVENTS);
    const checked = await checks();
    const between = await floorPerSecond(companion.worker, EVENTS);
    await waitUntil('the own copies at the mediator', () => stored() >= EVENTS, 120_000);
    await call(page, 'vault_lock');
    await queueEvents(alice, bobDid, contract, false);
    const unchained = await receiveAll(page, pending, 2 * EVENTS);
    const after = await floorPerSecond(companion.worker, EVENTS);

    const peers = await measurePeers(process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', texts.slice(0, 2_000));
    const row = {
      id: 'P1',
      what: `receive ${EVENTS.toLocaleString('en')} events of 400 B`,
      unit: 'events/s',
    };
    const note = `signatures checked: ${checked.toLocaleString('en')}, each proves the chain before it; rates and inbox quota lifted by LIMITS_FILE; own copies are in the outbox by then, sealed and uploaded afterwards`;
    const beside = (name: string, value: number, goal: string, met: (ratio: number) => boolean): Figure => ({
      ...row,
      value: perSecond,
      beside: name,
      besideValue: value,
      ratio: perSecond / value,
      goal,
      met: met(perSecond / value),
      note,
    });
    const floor = 'floor: 1 verify, 1 decrypt, 1 encrypt in the same worker';
    return [
      beside(floor, (before + between) / 2, '≥ 0.5', (ratio) => ratio >= 0.5),
      {
        ...row,
        what: `${row.what} that name none before them`,
        value: unchained,
        beside: floor,
        besideValue: (between + after) / 2,
        ratio: (unchained * 2) / (between + after),
        goal: '–',
        met: null,
        note: 'each signature is checked; our own events always name the one before',
      },
      beside('nostr-tools, NIP-17 unwrap', 1e6 / peers.nip17, '≥ 20', (ratio) => ratio >= 20),
      beside('matrix-sdk-crypto-wasm, Olm decrypt', 1e6 / peers.olm, '> 1', (ratio) => ratio > 1),
    ];
  } finally {
    await companion.close();
    await mediator.stop();
  }
}
