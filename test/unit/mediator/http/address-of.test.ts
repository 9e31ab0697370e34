import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { addressOf } from '../../../../mediator/http/address-of.ts';

const request = (remoteAddress: string, forwarded?: string) =>
  ({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as IncomingMessage;

describe('addressOf', () => {
  it('is the peer’s own unless a proxy is trusted', () => {
    expect(addressOf(request('192.0.2.7', '198.51.100.1'), 0)).toBe('192.0.2.7');
    expect(addressOf(request('::ffff:192.0.2.7'), 0)).toBe('192.0.2.7');
  });

  it('behind proxies is what the outermost trusted one saw, never what the client claims', () => {
    expect(addressOf(request('127.0.0.1', 'claimed, 198.51.100.1'), 1)).toBe('198.51.100.1');
    expect(addressOf(request('127.0.0.1', 'claimed, 198.51.100.1, 10.0.0.1'), 2)).toBe('198.51.100.1');
    expect(addressOf(request('127.0.0.1'), 1)).toBe('127.0.0.1');
    expect(addressOf(request('127.0.0.1', ''), 1)).toBe('127.0.0.1');
    expect(addressOf(request('127.0.0.1', 'x'.repeat(500)), 1)).toBe('127.0.0.1');
  });

  it('counts an IPv6 network as one', () => {
    const [one, two] = ['2001:db8:1:2::5', '2001:db8:1:2:aaaa:bbbb:cccc:dddd'].map((a) =>
      addressOf(request(a), 0),
    );
    expect(one).toBe(two);
    expect(addressOf(request('2001:db8:1:3::5'), 0)).not.toBe(one);
    expect(addressOf(request('::1'), 0)).toBe('0:0:0:0');
  });
});
