import { ProtocolError } from './protocol-error.ts';
import { LIMITS } from './wire.ts';

const PREFIX = 'did:web:';
const HOST = /^(?:\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::([1-9][0-9]{0,4}))?$/;
const PATH_SEGMENT = /^(?!\.{1,2}$)[A-Za-z0-9._~-]+$/;

/** Where a `did:web` lives. `baseUrl` has no trailing slash; all GET paths of a mediator hang on it (protocol.md §2.7). */
export interface DidWebUrls {
  baseUrl: string;
  documentUrl: string;
  loopback: boolean;
}

/**
 * URLs of a `did:web` DID: `https`, or `http` on loopback only. The text must be canonical: lower-case host, `%3A` before a
 * port, no empty or dot segments, no default port. Throws `ProtocolError('did-web')`. Whether the host may be asked at all
 * (private ranges) is the fetching client's rule.
 */
export function didWebUrl(did: string): DidWebUrls {
  if (did.length > LIMITS.didLength || !did.startsWith(PREFIX)) throw refused('not a did:web');
  const [hostSegment = '', ...path] = did.slice(PREFIX.length).split(':');
  const host = decodeHost(hostSegment);
  const loopback = isLoopbackHost(host);
  const origin = `${loopback ? 'http' : 'https'}://${host}`;
  const url = parseUrl(origin);
  if (url.host !== host) throw refused('host is not in canonical form');
  for (const segment of path) if (!PATH_SEGMENT.test(segment)) throw refused('path segment');
  const baseUrl = [origin, ...path].join('/');
  const documentUrl = path.length === 0 ? `${baseUrl}/.well-known/did.json` : `${baseUrl}/did.json`;
  return { baseUrl, documentUrl, loopback };
}

/** The `did:web` of a mediator's public URL; throws `ProtocolError('did-web')` for what `didWebUrl` could not turn back. */
export function didWebFromUrl(publicUrl: string): string {
  const url = parseUrl(publicUrl);
  if (url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '')
    throw refused('not a plain URL');
  const path = url.pathname.split('/').filter((segment) => segment !== '');
  const did = PREFIX + [encodeHost(url.host), ...path].join(':');
  if (new URL(didWebUrl(did).baseUrl).origin !== url.origin)
    throw refused('https is required except on loopback');
  return did;
}

/** Tells whether a URL's host (with or without port) is this machine by name or literal address. */
export function isLoopbackHost(host: string): boolean {
  return /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/.test(host);
}

function decodeHost(segment: string): string {
  const host = segment.replace(/%(3A|5B|5D)/g, (encoded) => decodeURIComponent(encoded));
  const port = HOST.exec(host);
  if (!port || host.includes('..') || encodeHost(host) !== segment) throw refused('host');
  if (port[1] !== undefined && Number(port[1]) > 65_535) throw refused('port');
  return host;
}

function encodeHost(host: string): string {
  return host.replace(/[:[\]]/g, (character) => encodeURIComponent(character));
}

function parseUrl(text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw refused('not a URL');
  }
}

function refused(message: string): ProtocolError {
  return new ProtocolError('did-web', message);
}
