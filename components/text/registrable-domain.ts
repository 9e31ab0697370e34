import { PUBLIC_SUFFIXES } from './public-suffixes.ts';

interface Suffix {
  isSuffix: boolean;
  under: Map<string, Suffix>;
}

let root: Suffix | null = null;

function parse(text: string): Suffix {
  const top: Suffix = { isSuffix: false, under: new Map() };
  const stack: Suffix[] = [top];
  let last = top;
  for (const token of text.match(/[^(),]+|\(|\)/g) ?? []) {
    if (token === '(') stack.push(last);
    else if (token === ')') stack.pop();
    else {
      const label = token.endsWith('-') ? token.slice(0, -1) : token;
      last = { isSuffix: label === token, under: new Map() };
      stack.at(-1)?.under.set(label, last);
    }
  }
  return top;
}

function isAddress(host: string): boolean {
  return host.startsWith('[') || /^[\d.]+$/.test(host);
}

/**
 * Gives the part of a host (lower case, punycode, as the browser stamps it) that somebody registered: one label more than
 * its public suffix, private suffixes such as `github.io` counted. Null for an address, a local name, or a suffix itself.
 */
export function registrableDomain(host: string): string | null {
  if (isAddress(host)) return null;
  root ??= parse(PUBLIC_SUFFIXES);
  const labels = host.replace(/\.$/, '').split('.');
  let node: Suffix | undefined = root;
  // The default rule of the list: every last label is a suffix.
  let length = 1;
  for (let taken = 1; taken <= labels.length; taken++) {
    const label: string = labels[labels.length - taken] ?? '';
    if (node.under.has(`!${label}`)) {
      length = taken - 1;
      break;
    }
    node = node.under.get(label) ?? node.under.get('*');
    if (node === undefined) break;
    if (node.isSuffix) length = taken;
  }
  return labels.length > length ? labels.slice(-length - 1).join('.') : null;
}
