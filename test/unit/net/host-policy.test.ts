import { describe, expect, it } from 'vitest';
import { contactableUrl, hostKind } from '../../../lib/net/host-policy.ts';

const HOSTILE = [
  'http://mediator.example/',
  'ws://mediator.example/',
  'ftp://mediator.example/',
  'https://user:pw@mediator.example/',
  'https://mediator.example/#x',
  'https://0.0.0.0/',
  'https://0/',
  'https://10.0.0.1/',
  'https://10.1/',
  'https://100.64.0.1/',
  'https://100.127.255.254/',
  'https://169.254.169.254/latest/meta-data',
  'https://0xa9fea9fe/',
  'https://2852039166/',
  'https://0251.0376.0251.0376/',
  'https://172.16.0.1/',
  'https://172.31.255.255/',
  'https://192.168.1.1/',
  'https://192.0.0.8/',
  'https://192.0.2.1/',
  'https://198.18.0.1/',
  'https://198.51.100.7/',
  'https://203.0.113.9/',
  'https://224.0.0.1/',
  'https://239.255.255.250/',
  'https://255.255.255.255/',
  'https://[::]/',
  'https://[::ffff:10.0.0.1]/',
  'https://[::ffff:a9fe:a9fe]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::7f00:1]/',
  'https://[64:ff9b::a9fe:a9fe]/',
  'https://[2002:7f00:1::]/',
  'https://[2001:db8::1]/',
  'https://[2001:0:7f00:1::]/',
  'https://[3fff::1]/',
  'https://[fc00::1]/',
  'https://[fd12:3456::1]/',
  'https://[fe80::1]/',
  'https://[fec0::1]/',
  'https://[ff02::1]/',
  'https://router/',
  'https://printer.local/',
  'https://vault.internal/',
  'https://nas.lan/',
  'https://nas.home.arpa/',
  'https://foo.localhost/',
  'https://wiki.corp./',
  'https://mediator..example/',
  'https://hidden.onion/',
];

const FINE = [
  'https://mediator.example/',
  'https://mediator.example:8443/path?x=1',
  'https://example.com./',
  'https://1.1.1.1/',
  'https://172.32.0.1/',
  'https://100.128.0.1/',
  'https://[2606:4700:4700::1111]/',
  'https://xn--bcher-kva.example/',
];

const LOOPBACK = [
  'http://localhost:8080/',
  'http://127.0.0.1:8080/',
  'http://127.9.9.9/',
  'http://[::1]:8080/',
  'https://localhost/',
];

describe('T-57 T-58 which hosts may be contacted', () => {
  it.each(HOSTILE)('refuses %s', (url) => {
    expect(() => contactableUrl(url, 'http', true)).toThrow(TypeError);
  });

  it.each(FINE)('takes %s', (url) => {
    expect(contactableUrl(url, 'http', false).protocol).toBe('https:');
    expect(contactableUrl(url.replace('https', 'wss'), 'ws', false).protocol).toBe('wss:');
    expect(() => contactableUrl(url.replace('https', 'ws'), 'ws', true)).toThrow(TypeError);
  });

  it.each(LOOPBACK)('takes %s only where loopback is allowed', (url) => {
    expect(hostKind(new URL(url).hostname)).toBe('loopback');
    expect(contactableUrl(url, 'http', true).href).toBe(url);
    expect(() => contactableUrl(url, 'http', false)).toThrow(TypeError);
  });
});
