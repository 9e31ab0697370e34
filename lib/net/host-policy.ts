/**
 * Which addresses a mediator's name or document may lead to.
 *
 * A DID arrives from strangers and names a mediator, so whoever writes one chooses where this browser connects. https
 * and wss only; nothing inside the person's own network (`security.md` T-57, T-58). Loopback alone is open, also for
 * http, and only when the did:web name itself is loopback: a public name must not point into this machine. A name that
 * resolves to a private address cannot be seen from here.
 */

const PRIVATE_SUFFIXES = [
  'local',
  'localhost',
  'internal',
  'intranet',
  'lan',
  'home',
  'corp',
  'private',
  'arpa',
  'onion',
  'test',
  'invalid',
  'localdomain',
];

const PRIVATE_IPV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];

export type HostKind = 'public' | 'loopback' | 'private';

/** Sorts the host of a URL as the URL parser wrote it (numbers normalised, brackets around IPv6). */
export function hostKind(hostname: string): HostKind {
  const host = hostname.toLowerCase().replace(/\.$/, '');
  if (host === 'localhost') return 'loopback';
  if (host.startsWith('[')) return ipv6Kind(host.slice(1, -1));
  const address = ipv4Number(host);
  if (address !== null) return ipv4Kind(address);
  const labels = host.split('.');
  if (labels.length < 2 || labels.includes('')) return 'private';
  return PRIVATE_SUFFIXES.includes(labels.at(-1) ?? '') ? 'private' : 'public';
}

/**
 * Reads a URL and refuses it unless it may be contacted: `https`/`wss` to a public host, or any of `http`, `https`,
 * `ws`, `wss` to loopback when `loopback` is true; no credentials, no fragment. Throws a `TypeError`.
 */
export function contactableUrl(text: string, kind: 'http' | 'ws', loopback: boolean): URL {
  const url = new URL(text);
  const host = hostKind(url.hostname);
  const secure = url.protocol === `${kind}s:`;
  const plain = url.protocol === `${kind}:`;
  if (url.username !== '' || url.password !== '' || url.hash !== '') throw new TypeError('URL with extras');
  if (host === 'private' || (host === 'loopback' && !loopback)) throw new TypeError('URL of a private host');
  if (!secure && !(plain && host === 'loopback')) throw new TypeError('URL without transport security');
  return url;
}

function ipv4Number(host: string): number | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(host);
  if (match === null) return null;
  return match.slice(1).reduce((sum, part) => sum * 256 + Number(part), 0);
}

function ipv4Kind(address: number): HostKind {
  if (address >>> 24 === 127) return 'loopback';
  const isPrivate = PRIVATE_IPV4.some(([base, bits]) => {
    const shift = 32 - bits;
    return address >>> shift === (ipv4Number(base) ?? 0) >>> shift;
  });
  return isPrivate ? 'private' : 'public';
}

/** Only global unicast (2000::/3) is public, and not the parts of it that carry an IPv4 address or are reserved. */
function ipv6Kind(text: string): HostKind {
  const words = ipv6Words(text);
  if (words.slice(0, 7).every((word) => word === 0) && words[7] === 1) return 'loopback';
  const [first = 0, second = 0] = words;
  const global = first >>> 13 === 1;
  const teredoOrReserved = first === 0x2001 && (second < 0x200 || second === 0xdb8);
  const sixToFour = first === 0x2002;
  const documentation = first === 0x3fff && second < 0x1000;
  return global && !teredoOrReserved && !sixToFour && !documentation ? 'public' : 'private';
}

function ipv6Words(text: string): number[] {
  const [head = '', tail] = text.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  return [...left, ...new Array<string>(Math.max(0, zeros)).fill('0'), ...right].map((word) =>
    Number.parseInt(word, 16),
  );
}
