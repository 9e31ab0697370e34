import { registrableDomain } from './registrable-domain.ts';
import { toUnicode } from './to-unicode.ts';

/** An origin cut up for showing (security.md T-08, T-09). The parts follow one another without gaps: `hidden… before registrable port`. */
export interface OriginParts {
  scheme: string;
  /** Sub-domains, with their final dot; begins with an ellipsis when something was left out. */
  before: string;
  /** The domain somebody registered, the part to look at; the whole host for an address or a local name. */
  registrable: string;
  /** `:8443`, or empty. */
  port: string;
  /** The whole host in its own script when it has labels that are not ASCII, else null. */
  unicode: string | null;
  /** True when one label mixes scripts, or has letters that are made to look like Latin ones. */
  suspicious: boolean;
}

const MAX_HOST = 40;
const SCRIPTS = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Armenian',
  'Hebrew',
  'Arabic',
  'Han',
  'Hiragana',
  'Katakana',
  'Hangul',
  'Thai',
  'Cherokee',
  'Georgian',
];
const SCRIPT_TESTS = SCRIPTS.map((script) => new RegExp(`\\p{Script=${script}}`, 'u'));
const EAST_ASIAN = new Set(['Han', 'Hiragana', 'Katakana', 'Hangul']);
/** A label made only of these Cyrillic, Greek or Armenian letters reads as Latin. */
const LATIN_LOOKALIKE = /^[\d\-аеорсухіјѕԁԛԝһӏькαινορτυχωγցհոսօ]+$/u;

function mixesScripts(label: string): boolean {
  const found = SCRIPTS.filter((_, index) => SCRIPT_TESTS[index]?.test(label));
  return found.length > 1 && !found.every((script) => EAST_ASIAN.has(script));
}

function shortenFromLeft(before: string, room: number): string {
  if (before.length <= room) return before;
  return `…${before.slice(before.length - Math.max(room - 1, 0))}`;
}

/** Cuts a long registrable domain in its middle: both its beginning and its public suffix stay. */
function shortenMiddle(registrable: string): string {
  if (registrable.length <= MAX_HOST) return registrable;
  return `${registrable.slice(0, 16)}…${registrable.slice(registrable.length - 23)}`;
}

/**
 * Cuts up an origin as the browser stamped it. At most 40 characters of host are shown and the registrable domain is
 * never the part that goes. Something that is no origin comes back whole as `registrable`.
 */
export function originParts(origin: string): OriginParts {
  if (!URL.canParse(origin)) {
    return {
      scheme: '',
      before: '',
      registrable: shortenMiddle(origin),
      port: '',
      unicode: null,
      suspicious: true,
    };
  }
  const url = new URL(origin);
  const host = url.hostname;
  // A final dot is legal and another origin; it is shown.
  const dot = host.endsWith('.') ? '.' : '';
  const found = registrableDomain(host);
  const domain = found === null ? host : found + dot;
  const registrable = shortenMiddle(domain);
  const before = shortenFromLeft(host.slice(0, host.length - domain.length), MAX_HOST - registrable.length);
  const labels = host.split('.').map(toUnicode);
  const foreign = labels.join('.') !== host;
  return {
    scheme: url.protocol.slice(0, -1),
    before,
    registrable,
    port: url.port === '' ? '' : `:${url.port}`,
    unicode: foreign ? labels.join('.') : null,
    suspicious:
      foreign &&
      labels.some(
        (label) => mixesScripts(label) || (/[^\p{ASCII}]/u.test(label) && LATIN_LOOKALIKE.test(label)),
      ),
  };
}
