import { didWebFromUrl, didWebUrl } from '../../lib/protocol/did-web.ts';
import { casesOf } from './support/cases-of.ts';
import type { AcceptCase, RefuseCase, VectorFile } from './support/vector-file.ts';

const { accept, refuse } = casesOf({
  urls({ did }: { did: string }) {
    const { baseUrl, documentUrl, loopback } = didWebUrl(did);
    return { output: { base_url: baseUrl, document_url: documentUrl, loopback } };
  },
  did: ({ url }: { url: string }) => ({ output: { did: didWebFromUrl(url) } }),
});

const FORM = 'A name has the characters a-z, 0-9, . and -, and begins and ends with a letter or digit.';
const NUMBER = 'The URL standard would read this as an IPv4 address and write it another way.';
const PORT = 'A port is 1 to 65535 without leading zeros, and not the default one.';
const SEGMENT = 'A path segment has the characters A-Z, a-z, 0-9, ., _, ~ and -, and is not . or ..';
const ENCODED = 'Of the host : [ and ] are percent-encoded, with capital hex digits, and nothing else is.';

const known: [name: string, did: string][] = [
  ['a name', 'did:web:mediator.example'],
  ['a name with a port', 'did:web:mediator.example%3A8443'],
  ['a path', 'did:web:example.org:m'],
  ['a number as a path, which is no port', 'did:web:mediator.example:8443'],
  ['a longer path', 'did:web:example.org%3A8443:a:B-1:~c_d.e'],
  ['a name of one label', 'did:web:mediator'],
  ['an international name', 'did:web:xn--bcher-kva.example'],
  ['a name that begins with a digit', 'did:web:1mediator.example'],
  ['an IPv4 address', 'did:web:198.51.100.7'],
  ['an IPv6 address', 'did:web:%5B2001%3Adb8%3A%3A1%5D'],
  ['port 80, which is not the default of https', 'did:web:mediator.example%3A80'],
  ['port 443 on loopback, which is not the default of http', 'did:web:localhost%3A443'],
  ['as long as it may be', `did:web:mediator.example:${'a'.repeat(2023)}`],
  ['the loopback name', 'did:web:localhost'],
  ['the loopback name with a port and a path', 'did:web:localhost%3A8080:m'],
  ['the loopback IPv4 address', 'did:web:127.0.0.1%3A8080'],
  ['the loopback IPv6 address', 'did:web:%5B%3A%3A1%5D%3A8080'],
  ['an address beside the loopback one', 'did:web:127.0.0.2'],
];

const wrong: [name: string, did: string, why: string][] = [
  ['nothing after the method', 'did:web:', 'There is no host.'],
  ['another method', 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK', 'It is no did:web.'],
  ['an identity', 'did:decentrl:x', 'It is no did:web.'],
  ['the method in capitals', 'DID:WEB:mediator.example', 'It is no did:web.'],
  ['a URL in place of a DID', 'https://mediator.example', 'It is no did:web.'],
  ['capitals in the name', 'did:web:Mediator.example', FORM],
  ['an underscore in the name', 'did:web:my_mediator.example', FORM],
  ['a letter beyond ASCII in the name', 'did:web:bücher.example', FORM],
  ['a hyphen at the beginning', 'did:web:-mediator.example', FORM],
  ['a hyphen at the end', 'did:web:mediator.example-', FORM],
  ['a dot at the end', 'did:web:mediator.example.', FORM],
  ['a dot at the end of the loopback name', 'did:web:localhost.', FORM],
  ['two dots', 'did:web:mediator..example', 'There are no empty labels.'],
  ['a user', 'did:web:user@mediator.example', FORM],
  ['a space', 'did:web:mediator.example ', FORM],
  ['two numbers for an IPv4 address', 'did:web:127.1', NUMBER],
  ['one number for an IPv4 address', 'did:web:2130706433', NUMBER],
  ['a hexadecimal IPv4 address', 'did:web:0x7f000001', NUMBER],
  ['an octal number in an IPv4 address', 'did:web:127.0.0.01', NUMBER],
  ['a number above 255 in an IPv4 address', 'did:web:127.0.0.256', 'It is no IPv4 address.'],
  [
    'a name whose last label is a number',
    'did:web:mediator.1',
    'The URL standard takes it for an IPv4 address.',
  ],
  ['a name whose last label is a number with a leading zero', 'did:web:mediator.08', NUMBER],
  ['a name whose last label is 0x', 'did:web:mediator.0x', NUMBER],
  ['a name that is 0x', 'did:web:0x', NUMBER],
  ['an IPv6 address without brackets', 'did:web:%3A%3A1', FORM],
  [
    'an IPv6 address that can be shorter',
    'did:web:%5B0%3A0%3A0%3A0%3A0%3A0%3A0%3A1%5D',
    'RFC 5952 gives an IPv6 address one text.',
  ],
  [
    'an IPv6 address in capitals',
    'did:web:%5B2001%3ADB8%3A%3A1%5D',
    'RFC 5952 gives an IPv6 address one text.',
  ],
  [
    'an IPv4 address in an IPv6 address',
    'did:web:%5B%3A%3Affff%3A127.0.0.1%5D',
    'RFC 5952 gives an IPv6 address one text, and the URL standard writes no IPv4 address in it.',
  ],
  ['small letters in the encoding', 'did:web:mediator.example%3a8443', ENCODED],
  ['a letter that need not be encoded', 'did:web:%6Dediator.example', ENCODED],
  ['a slash that is encoded', 'did:web:mediator.example%2Fm', ENCODED],
  ['brackets that are not encoded', 'did:web:[%3A%3A1]', ENCODED],
  ['the default port', 'did:web:mediator.example%3A443', PORT],
  ['the default port of loopback', 'did:web:localhost%3A80', PORT],
  ['port 0', 'did:web:mediator.example%3A0', PORT],
  ['a port with a leading zero', 'did:web:mediator.example%3A08443', PORT],
  ['port 65536', 'did:web:mediator.example%3A65536', PORT],
  ['no port after the colon', 'did:web:mediator.example%3A', PORT],
  ['an empty path segment', 'did:web:mediator.example:', SEGMENT],
  ['an empty path segment between others', 'did:web:mediator.example:a::b', SEGMENT],
  ['a segment that stays', 'did:web:mediator.example:.', SEGMENT],
  ['a segment that goes up', 'did:web:mediator.example:..', SEGMENT],
  ['a segment that goes up, encoded', 'did:web:mediator.example:%2e%2e', SEGMENT],
  ['a slash', 'did:web:mediator.example/a', FORM],
  ['a slash in a segment', 'did:web:mediator.example:a/b', SEGMENT],
  ['a query', 'did:web:mediator.example:a?b', SEGMENT],
  ['a fragment', 'did:web:mediator.example#key', FORM],
  [
    'longer than 2,048 characters',
    `did:web:mediator.example:${'a'.repeat(2024)}`,
    'A DID has at most 2,048 characters.',
  ],
];

const made: [name: string, url: string][] = [
  ['a URL', 'https://mediator.example'],
  ['a URL with a slash at the end', 'https://mediator.example/'],
  ['a URL with capitals in scheme and host', 'HTTPS://Mediator.Example'],
  ['a URL with the default port', 'https://mediator.example:443/'],
  ['a URL with another port', 'https://mediator.example:8443'],
  ['a URL with a path', 'https://example.org/mediator/'],
  ['a URL with a longer path', 'https://example.org:8443/a/B-1'],
  ['a URL of loopback', 'http://127.0.0.1:8080'],
  ['a URL of loopback by IPv6', 'http://[::1]:8080/m'],
  ['a URL with an international name', 'https://bücher.example'],
];

const notMade: [name: string, url: string, why: string][] = [
  ['a URL with http', 'http://mediator.example', 'Only loopback has http.'],
  ['a URL of loopback with https', 'https://localhost:8443', 'The DID of loopback says http.'],
  ['a URL with a user', 'https://u:p@mediator.example', 'A DID has no room for it.'],
  ['a URL with a query', 'https://mediator.example/?a', 'A DID has no room for it.'],
  ['a URL with a fragment', 'https://mediator.example/#a', 'A DID has no room for it.'],
  ['a URL of another scheme', 'ftp://mediator.example', 'A DID says https, or http for loopback.'],
  ['a URL with a space in its path', 'https://mediator.example/a b', SEGMENT],
  ['a URL whose host has an underscore', 'https://my_mediator.example', FORM],
  ['something that is no URL', 'mediator.example', 'It is no URL.'],
];

/** Names of mediators, and where they live. */
export async function didWeb(): Promise<VectorFile> {
  const accepted: AcceptCase[] = [];
  const refusals: RefuseCase[] = [];
  for (const [name, did] of known) accepted.push(await accept(name, 'urls', { did }));
  for (const [name, url] of made) accepted.push(await accept(name, 'did', { url }));
  for (const [name, did, why] of wrong) refusals.push(await refuse(name, 'urls', { did }, why));
  for (const [name, url, why] of notMade) refusals.push(await refuse(name, 'did', { url }, why));
  return {
    format: 'did-web',
    document: 'protocol.md §2.7',
    about:
      'A mediator is named by a did:web in one canonical text, which says where its document is and under which URL its paths hang.',
    operations: {
      urls: 'Where the mediator of a DID lives: its base URL and that of its document, and whether that is this machine.',
      did: 'The DID of a mediator’s public URL.',
    },
    modules: ['lib/protocol/did-web-url.ts', 'lib/protocol/did-web.ts'],
    accept: accepted,
    refuse: refusals,
  };
}
