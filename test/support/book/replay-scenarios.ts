import { describe, expect, it } from 'vitest';
import { base64Encode } from '../../../lib/crypto/base64.ts';
import { hexDecode, utf8 } from '../../../lib/crypto/bytes.ts';
import { canonicalJson, type JsonValue } from '../../../lib/crypto/canonical.ts';
import { signerFromSeed } from '../../../lib/crypto/signature.ts';
import { ERROR_CODES, type ErrorCode } from '../../../lib/protocol/error-codes.ts';
import type {
  CommandStep,
  Conversation,
  Expected,
  ScenarioFile,
  Step,
} from '../../../scripts/vectors/scenarios/scenario-file.ts';
import { type InProcessMediator, inProcessMediator } from './in-process-mediator.ts';
import { type Known, match, resolved } from './template.ts';
import { readVectorFile } from './vector-file.ts';

type Body = { [name: string]: JsonValue };

/** Replays every conversation of a file of scenarios with our mediator, in this process, by the clock of its steps. */
export function replayScenarios(format: string, { isEscrow }: { isEscrow: boolean }): void {
  const file = readVectorFile(format) as ScenarioFile;
  const path = new URL(file.mediator.endpoint).pathname;

  async function replay(conversation: Conversation): Promise<string[]> {
    const mediator = await inProcessMediator({
      ...file.mediator,
      limits: conversation.limits ?? {},
      isEscrow,
      given: conversation.given,
    });
    const known: Known = {
      kept: new Map(),
      values: file.values,
      signingKey: signerFromSeed(hexDecode(file.mediator.signing_seed_hex)).publicKey,
      preKeySeeds: Object.fromEntries(
        Object.entries(file.personas).map(([name, person]) => [name, hexDecode(person.pre_key_seed_hex)]),
      ),
    };
    const codes: string[] = [];
    const steps = [...conversation.parts.flatMap((part) => file.parts[part] ?? []), ...conversation.steps];
    try {
      for (const [at, step] of steps.entries()) {
        const response = await take(mediator, step, known).catch((cause: unknown) => {
          throw new Error(`step ${at}`, { cause });
        });
        codes.push(await judge(response, step, known, `step ${at}`));
      }
    } finally {
      await mediator.stop();
    }
    return codes;
  }

  async function take(mediator: InProcessMediator, step: Step, known: Known): Promise<Response> {
    await mediator.setClock(step.at);
    if ('get' in step) return mediator.request('GET', step.get + queryOf(step.query ?? {}, known));
    const text = 'text' in step ? String(resolved(step.text, known)) : await commandText(step, known);
    return mediator.request('POST', path, text);
  }

  async function commandText(step: CommandStep, known: Known): Promise<string> {
    const personOf = (name: string) => {
      const person = file.personas[name];
      if (!person) throw new Error(`nobody is called ${name}`);
      return person;
    };
    const { did } = personOf(step.as);
    const recipient = step.recipient === 'mediator' ? file.mediator.did : file.personas[step.recipient]?.did;
    const header = {
      channel: step.channel,
      sender_did: did,
      sender_signing_key_id: `${did}#signing`,
      recipient_did: recipient ?? step.recipient,
      timestamp: step.timestamp ?? step.at,
      nonce: step.nonce,
    };
    const payload = resolved(step.payload, known);
    const signer = signerFromSeed(hexDecode(personOf(step.signed_by ?? step.as).signing_seed_hex));
    const signature = base64Encode(await signer.sign(utf8(canonicalJson({ header, payload }))));
    return JSON.stringify({ header, payload, signature });
  }

  describe(`docs/vectors/${format}.json`, () => {
    it.each(file.accept.map((one) => [one.name, one] as const))('%s', async (_, { input, output }) => {
      const codes = await replay(input as JsonValue as never);
      expect({ replies: codes.length }).toEqual(output);
    });
    it.each(file.refuse.map((one) => [one.name, one] as const))('%s', async (_, { input, reason }) => {
      const codes = await replay(input as JsonValue as never);
      expect(codes).toContain(reason);
    });
  });
}

function queryOf(query: { [name: string]: JsonValue }, known: Known): string {
  const members = Object.entries(query).map(([name, value]) => [name, String(resolved(value, known))]);
  return members.length === 0 ? '' : `?${new URLSearchParams(members)}`;
}

/** Compares an answer with what is expected; gives its code, or `SUCCESS`. */
async function judge(
  response: Response,
  { at, expect: expected }: Step,
  known: Known,
  name: string,
): Promise<string> {
  const body = (await response.json()) as Body;
  const seen = `${name}: ${response.status} ${JSON.stringify(body).slice(0, 600)}`;
  expect(response.status, seen).toBe(expected.status);
  if ('body' in expected) {
    await match(body, expected.body, known, name);
    return 'SUCCESS';
  }
  if ('payload' in expected) {
    const { payload, ...rest } = body;
    expect(rest, seen).toEqual({ type: 'SUCCESS', timestamp: at });
    await match(payload ?? null, expected.payload, known, name);
    return 'SUCCESS';
  }
  return judgeRefusal(body, expected, at, seen);
}

function judgeRefusal(
  { message, retry_after_ms, ...rest }: Body,
  { status, code, retry_after_ms: most }: Extract<Expected, { code: string }>,
  at: number,
  seen: string,
): string {
  expect(rest, seen).toEqual({ type: 'ERROR', code, timestamp: at });
  expect(status).toBe(ERROR_CODES[code as ErrorCode]);
  expect(message).toEqual(expect.any(String));
  if (most === undefined) expect(retry_after_ms, seen).toBeUndefined();
  else {
    expect(Number.isSafeInteger(retry_after_ms), seen).toBe(true);
    expect(retry_after_ms, seen).toBeGreaterThan(0);
    expect(retry_after_ms, seen).toBeLessThanOrEqual(most);
  }
  return code;
}
