/**
 * Diagnostics that cannot leak. A line is a fixed sentence of ours and fields from an allow-list of harmless names with
 * short values; anything else is dropped, so a payload, key, DID or another person's text never reaches it (security.md T-31).
 */
import type { Clock } from './clock.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** What may be said about an event, beside the sentence. Text is cut at 120 characters; errors become their class and code. */
export interface LogFields {
  code?: number | string;
  reason?: string;
  count?: number;
  attempts?: number;
  durationMs?: number;
  bytes?: number;
  method?: string;
  state?: string;
  store?: string;
  command?: string;
  error?: unknown;
}

export interface LogLine {
  at: number;
  level: LogLevel;
  name: string;
  message: string;
  fields: Record<string, string | number>;
}

export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** Keeps the last lines in memory for the diagnostics report. */
export interface LogBuffer {
  add(line: LogLine): void;
  lines(): LogLine[];
}

const ALLOWED: readonly (keyof LogFields)[] = [
  'code',
  'reason',
  'count',
  'attempts',
  'durationMs',
  'bytes',
  'method',
  'state',
  'store',
  'command',
];

// A stable short word or identifier of ours; excludes spaces, so sentences and foreign text do not pass.
const WORD = /^[A-Za-z0-9_.:-]{1,120}$/;

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code, reason } = error as { code?: unknown; reason?: unknown };
  const detail = [code, reason].filter(
    (part) => typeof part === 'number' || (typeof part === 'string' && WORD.test(part)),
  );
  const name = WORD.test(error.name) ? error.name : 'Error';
  return detail.length === 0 ? name : `${name}(${detail.join(',')})`;
}

function redact(fields: LogFields): Record<string, string | number> {
  const kept: Record<string, string | number> = {};
  for (const field of ALLOWED) {
    const value = fields[field];
    if (typeof value === 'number') kept[field] = value;
    else if (typeof value === 'string') kept[field] = WORD.test(value) ? value : '[redacted]';
  }
  if (fields.error !== undefined) kept.error = describeError(fields.error);
  return kept;
}

/** Makes a ring buffer of the last `size` lines. */
export function createLogBuffer(size = 500): LogBuffer {
  const lines: LogLine[] = [];
  return {
    add(line) {
      lines.push(line);
      if (lines.length > size) lines.shift();
    },
    lines: () => [...lines],
  };
}

/** Makes a log for the part called `name`; every line goes redacted into `buffer`. */
export function createLog(name: string, { buffer, clock }: { buffer: LogBuffer; clock: Clock }): Log {
  const at =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}) =>
      buffer.add({ at: clock.now(), level, name, message, fields: redact(fields) });
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
