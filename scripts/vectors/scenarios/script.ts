import type { JsonValue } from '../../../lib/crypto/canonical.ts';
import { type CommandType, channelOf } from '../../../lib/protocol/command-payloads.ts';
import { ERROR_CODES, type ErrorCode } from '../../../lib/protocol/error-codes.ts';
import { personas } from '../support/personas.ts';
import type { Members } from '../support/vector-file.ts';
import type { CommandStep, Expected, Step, TextStep } from './scenario-file.ts';

/** A payload by its type; what it holds may be references. */
export type AnyPayload = Members & { type: string };

/** What a command may have that is not usual. Milliseconds. */
export interface Unusual {
  timestamp?: number;
  signed_by?: string;
  nonce?: string;
  channel?: CommandStep['channel'];
  retry_after_ms?: number;
}

/** Writes the steps of one conversation; each command takes a second. */
export interface Script {
  readonly steps: Step[];
  /** Milliseconds of the next step. */
  now(): number;
  /** Sets the clock: seconds after the base time. */
  at(seconds: number): Script;
  /** A command to a recipient (`mediator` or a persona), and the payload of its SUCCESS. */
  ask(as: string, recipient: string, payload: AnyPayload, reply: Members, unusual?: Unusual): Script;
  /** A command that is refused. */
  refused(as: string, recipient: string, payload: AnyPayload, code: ErrorCode, unusual?: Unusual): Script;
  /** The bytes of the last command once more, a second later. */
  again(expected: ErrorCode | Members): Script;
  /** A body that is refused. */
  text(text: TextStep['text'], code: ErrorCode): Script;
  /** A GET that is answered, or refused; `retry` in milliseconds. */
  get(
    path: string,
    expected: ErrorCode | Members,
    query?: { [name: string]: JsonValue },
    retry?: number,
  ): Script;
}

/** A conversation that begins `from` seconds after the base time. `label` makes its nonces; 12 characters at most. */
export function script(from = 10, label = 'step'): Script {
  const steps: Step[] = [];
  let time = (personas.baseTime + from) * 1000;
  const tick = () => {
    const at = time;
    time += 1000;
    return at;
  };
  const refusal = (code: ErrorCode, retry?: number): Expected => ({
    status: ERROR_CODES[code],
    code,
    ...(retry === undefined ? {} : { retry_after_ms: retry }),
  });
  const commandStep = (
    as: string,
    recipient: string,
    payload: AnyPayload,
    expect: Expected,
    { timestamp, signed_by, nonce, channel }: Unusual = {},
  ) => {
    const number = String(steps.length + 1).padStart(15 - label.length, '0');
    steps.push({
      at: tick(),
      as,
      recipient,
      channel: channel ?? channelOf(payload.type as CommandType),
      payload,
      nonce: nonce ?? `${label}-${number}`,
      ...(timestamp === undefined ? {} : { timestamp }),
      ...(signed_by === undefined ? {} : { signed_by }),
      expect,
    });
  };
  const self: Script = {
    steps,
    now: () => time,
    at(seconds) {
      time = (personas.baseTime + seconds) * 1000;
      return self;
    },
    ask(as, recipient, payload, reply, unusual) {
      commandStep(as, recipient, payload, { status: 200, payload: reply }, unusual);
      return self;
    },
    refused(as, recipient, payload, code, unusual) {
      commandStep(as, recipient, payload, refusal(code, unusual?.retry_after_ms), unusual);
      return self;
    },
    again(expected) {
      const last = steps.findLast((step): step is CommandStep => 'nonce' in step);
      if (!last) throw new Error('there is no command to repeat');
      const expect = typeof expected === 'string' ? refusal(expected) : { status: 200, payload: expected };
      steps.push({ ...last, at: tick(), timestamp: last.timestamp ?? last.at, expect });
      return self;
    },
    text(text, code) {
      steps.push({ at: tick(), text, expect: refusal(code) });
      return self;
    },
    get(path, expected, query, retry) {
      const expect =
        typeof expected === 'string' ? refusal(expected, retry) : { status: 200, body: expected };
      steps.push({ at: tick(), get: path, ...(query && { query }), expect });
      return self;
    },
  };
  return self;
}

/** The template of a value that the mediator chose: kept under a name. */
export const capture = (name: string, as?: JsonValue): Members =>
  as === undefined ? { $capture: name } : { $capture: name, as };

/** A value that was kept, or one of the file’s `values`. */
export const ref = (name: string): Members => ({ $ref: name });
