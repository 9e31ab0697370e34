import { describe, expect, it } from 'vitest';
import { hidesHost, linkParts } from '../../../components/text/link-parts.ts';

const links = (text: string) => linkParts(text).flatMap((part) => (part.href === null ? [] : [part]));

describe('links in chat text', () => {
  it.each([
    ['see https://a.example/x.', 'https://a.example/x'],
    ['(https://a.example/x)', 'https://a.example/x'],
    ['http://a.example', 'http://a.example'],
    ['"https://a.example"', 'https://a.example'],
  ])('finds the address in %s', (text, address) => {
    expect(links(text).map((part) => part.text)).toEqual([address]);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://a.example',
    'chrome://settings',
    'file:///etc/passwd',
    'vbscript:x',
    'https://',
    'www.a.example',
  ])('T-10 %s is no link', (text) => {
    expect(links(text)).toEqual([]);
  });

  it('T-10 loses no text', () => {
    const text = 'a https://a.example/1 b http://b.example, c';
    expect(
      linkParts(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
  });

  it.each([
    ['https://bank.example@evil.example/login', 'evil.example', true],
    ['https://аррӏе.com/', 'xn--80ak6aa92e.com', true],
    ['https://a.example/path', 'a.example', false],
    ['HTTPS://A.example', 'a.example', false],
  ])('T-08 %s leads to %s; hidden: %s', (text, host, hidden) => {
    const [part] = links(text);
    expect(part?.host).toBe(host);
    expect(part && hidesHost(part)).toBe(hidden);
  });
});
