import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import WebSocket from 'ws';
import { agreerFromSeed } from '../../lib/crypto/agreement.ts';
import { newNonce } from '../../lib/protocol/commands.ts';
import {
  encryptEnvelope,
  formatEvent,
  newDeviceId,
  newEventId,
  signEnvelope,
} from '../../lib/protocol/envelope.ts';
import { signAuthenticate } from '../../lib/protocol/socket-frames.ts';
import { startMediator } from '../support/start-mediator.ts';
import type { Figure } from './figure.ts';
import { percentile } from './percentile.ts';
import { agree, createPersona, type Persona } from './persona.ts';
import { runLoad } from './run-load.ts';

const REQUESTS = 1_500;
const ROUNDS = 5;
const SOCKETS = 5_000;

/** Everything that would refuse the load; named in the table's note. */
const LIMITS = {
  pending_events: 10_000_000,
  pending_bytes: 1e12,
  events_per_second: 1_000_000,
  events_burst: 1_000_000,
  commands_per_second: 1_000_000,
  commands_burst: 1_000_000,
  unauthenticated_per_minute: 1_000_000,
  sockets_per_identity: 100_000,
  unauthenticated_sockets_per_address: 100_000,
  unauthenticated_sockets: 100_000,
  socket_silence_ms: 600_000,
};

type Target = { host: string; port: number; path: string; bodies: () => Promise<string[]> };
type Rates = { perSecond: number; p99Ms: number };

async function startFloor(folder: string): Promise<{ target: Target; child: ChildProcess }> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const spki = publicKey.export({ format: 'der', type: 'spki' }).toString('hex');
  const script = new URL('./floors/group-commit-server.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, join(folder, 'floor.sqlite'), spki], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const bodies = async () =>
    Array.from({ length: REQUESTS }, () => {
      const payload = { id: newEventId(), payload: randomBytes(540).toString('base64') };
      const signed = JSON.stringify(payload);
      return JSON.stringify({
        payload,
        signed,
        signature: sign(null, Buffer.from(signed), privateKey).toString('base64'),
      });
    });
  return { child, target: { host: '127.0.0.1', port: Number(line.toString()), path: '/', bodies } };
}

async function transitPayload(sender: Persona, contractId: string): Promise<string> {
  const key = await agreerFromSeed(randomBytes(32)).agree(agreerFromSeed(randomBytes(32)).publicKey);
  const event = formatEvent({
    type: 'chat.message',
    data: { chatId: 'bench', content: 'x'.repeat(120) },
    meta: { id: newEventId(), dev: newDeviceId(), seq: 1, prev: null, tags: [] },
  });
  return encryptEnvelope(
    await signEnvelope({ contractId, event, timestamp: Math.floor(Date.now() / 1000) }, sender.signer),
    key,
  );
}

async function measure(target: Target, connections: number): Promise<Rates> {
  const result = await runLoad({ ...target, connections, bodies: await target.bodies() });
  if (result.refused > 0) throw new Error(`${result.refused} refused: ${result.firstRefusal ?? ''}`);
  return {
    perSecond: (result.latenciesMs.length * 1000) / result.elapsedMs,
    p99Ms: percentile(result.latenciesMs, 99),
  };
}

const median = (values: number[]) => percentile(values, 50);

async function residentKb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
}

async function idleSocketKb(pid: number, persona: Persona, mediator: { did: string }): Promise<number> {
  const url = persona.endpoint.replace(/^http/, 'ws');
  const open = async (): Promise<WebSocket> => {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    await once(socket, 'open');
    const frame = await signAuthenticate(
      { did: persona.did.did, mediatorDid: mediator.did, timestamp: Date.now(), nonce: newNonce() },
      persona.signer,
    );
    socket.send(JSON.stringify(frame));
    const [message] = (await once(socket, 'message')) as [Buffer];
    if (!message.toString().includes('AUTH_SUCCESS')) throw new Error(message.toString());
    return socket;
  };
  const sockets: WebSocket[] = [];
  for (let index = 0; index < 200; index += 1) sockets.push(await open());
  const before = await residentKb(pid);
  while (sockets.length < 200 + SOCKETS) {
    sockets.push(...(await Promise.all(Array.from({ length: 50 }, open))));
  }
  const after = await residentKb(pid);
  for (const socket of sockets) socket.terminate();
  return (after - before) / SOCKETS;
}

/** P7: accepted, durable `SEND_EVENT`s a second on 1 and 16 connections beside the group-commit floor, p99, and memory an idle socket. */
export async function p7Mediator(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'decentrl-p7-'));
  const mediator = await startMediator({ limits: LIMITS, env: { LOG_LEVEL: 'info' } });
  const floor = await startFloor(folder);
  try {
    const [alice, bob] = await Promise.all([
      createPersona('alice', mediator),
      createPersona('bob', mediator),
    ]);
    await agree(alice, bob);
    const payload = await transitPayload(alice, '0'.repeat(64));
    const endpoint = new URL(bob.endpoint);
    const ours: Target = {
      host: '127.0.0.1',
      port: Number(endpoint.port),
      path: endpoint.pathname,
      bodies: () =>
        Promise.all(
          Array.from({ length: REQUESTS }, async () =>
            JSON.stringify(
              await alice.command(bob.did.did, 'TWO_WAY_PRIVATE', {
                type: 'SEND_EVENT',
                id: newEventId(),
                payload,
              }),
            ),
          ),
        ),
    };
    const figures: Figure[] = [];
    for (const connections of [1, 16]) {
      await measure(ours, connections);
      await measure(floor.target, connections);
      const rounds: { ours: Rates; floor: Rates }[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        rounds.push({
          floor: await measure(floor.target, connections),
          ours: await measure(ours, connections),
        });
      }
      const value = median(rounds.map((round) => round.ours.perSecond));
      const besideValue = median(rounds.map((round) => round.floor.perSecond));
      const ratio = median(rounds.map((round) => round.ours.perSecond / round.floor.perSecond));
      const p99 = median(rounds.map((round) => round.ours.p99Ms));
      figures.push({
        id: 'P7',
        what: `accepted SEND_EVENT, ${connections} connection${connections === 1 ? '' : 's'}`,
        value,
        unit: '/s',
        beside: 'group-commit floor',
        besideValue,
        ratio,
        goal: connections === 16 ? '≥ 0.7' : '–',
        met: connections === 16 ? ratio >= 0.7 : null,
        note: `p99 ${p99.toFixed(1)} ms, floor ${median(rounds.map((round) => round.floor.p99Ms)).toFixed(1)} ms; rates and quotas lifted by LIMITS_FILE; the relay of the goal is not measured, it needs a compiled better-sqlite3`,
      });
    }
    const perSocket = await idleSocketKb(mediator.pid, bob, mediator);
    figures.push({
      id: 'P7',
      what: `memory an idle socket, ${SOCKETS.toLocaleString('en')} open`,
      value: perSocket,
      unit: 'kB',
      beside: null,
      besideValue: null,
      ratio: null,
      goal: '≤ 12 kB',
      met: perSocket <= 12,
      note: 'resident set of the mediator, after 200 sockets against after all',
    });
    return figures;
  } finally {
    floor.child.kill('SIGTERM');
    await mediator.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
