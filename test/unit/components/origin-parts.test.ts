import { describe, expect, it } from 'vitest';
import { originParts } from '../../../components/text/origin-parts.ts';
import { toUnicode } from '../../../components/text/to-unicode.ts';

/** As the browser stamps it: scheme and host in punycode. */
function stamped(typed: string): string {
  return new URL(typed).origin;
}
function shown(origin: string): string {
  const { before, registrable, port } = originParts(origin);
  return `${before}[${registrable}]${port}`;
}

/** Hostile and ordinary hosts, and what the approval must show: the registrable domain in brackets. */
const table: [string, string][] = [
  ['https://bank.example', '[bank.example]'],
  ['https://login.bank.example', 'login.[bank.example]'],
  ['https://bank.example.evil.com', 'bank.example.[evil.com]'],
  ['https://bank-example.com', '[bank-example.com]'],
  ['https://dapp.io.evil.com', 'dapp.io.[evil.com]'],
  ['https://user:pass@evil.com', '[evil.com]'],
  ['https://bank.example@evil.com', '[evil.com]'],
  ['https://evil.com:8443', '[evil.com]:8443'],
  ['https://evil.com:443', '[evil.com]'],
  ['https://EVIL.com', '[evil.com]'],
  ['https://evil.co.uk', '[evil.co.uk]'],
  ['https://a.b.evil.co.uk', 'a.b.[evil.co.uk]'],
  ['https://alice.github.io', '[alice.github.io]'],
  ['https://bank.alice.github.io', 'bank.[alice.github.io]'],
  ['https://project.vercel.app', '[project.vercel.app]'],
  ['https://name.eth.limo', '[name.eth.limo]'],
  ['https://x.y.workers.dev', 'x.[y.workers.dev]'],
  ['http://localhost:5173', '[localhost]:5173'],
  ['http://127.0.0.1:8080', '[127.0.0.1]:8080'],
  ['http://[::1]:8080', '[[::1]]:8080'],
  ['https://аррӏе.com', '[xn--80ak6aa92e.com]'],
  ['https://www.аррӏе.com', 'www.[xn--80ak6aa92e.com]'],
  ['https://gооgle.com', '[xn--ggle-55da.com]'],
  ['https://раypal.com', '[xn--ypal-43d9g.com]'],
  ['https://bücher.example', '[xn--bcher-kva.example]'],
  ['https://例え.jp', '[xn--r8jz45g.jp]'],
  ['https://пример.рф', '[xn--e1afmkfd.xn--p1ai]'],
  ['https://ⓑank.example', '[bank.example]'],
  ['https://bank。example', '[bank.example]'],
  ['https://bank\u00AD.example', '[bank.example]'],
  ['https://ba\u200Bnk.example', '[bank.example]'],
  ['https://%62ank.example', '[bank.example]'],
  ['https://0x7f.1', '[127.0.0.1]'],
  ['https://2130706433', '[127.0.0.1]'],
  ['https://bank.example.', '[bank.example.]'],
];

describe('an origin on screen', () => {
  it.each(table)('T-08 %s', (typed, expected) => {
    expect(shown(stamped(typed))).toBe(expected);
  });

  it.each([
    ['https://аррӏе.com', true],
    ['https://gооgle.com', true],
    ['https://раypal.com', true],
    ['https://ѕсоре.example', true],
    ['https://bücher.example', false],
    ['https://例え.jp', false],
    ['https://пример.рф', false],
    ['https://ひらがなカタカナ漢字.jp', false],
  ])(
    'T-08 %s shows its own script beside the ASCII one; looks like another name: %s',
    (typed, suspicious) => {
      const parts = originParts(stamped(typed));
      expect(parts.registrable).toMatch(/xn--/);
      expect(parts.unicode).toBe(new URL(typed).hostname === typed ? null : typed.slice('https://'.length));
      expect(parts.suspicious).toBe(suspicious);
    },
  );

  it('T-09 keeps the registrable domain in view however long the rest is', () => {
    const parts = originParts(`https://${'bank.example.'.repeat(150)}evil.co.uk`);
    expect(parts.registrable).toBe('evil.co.uk');
    expect(parts.before.length + parts.registrable.length).toBeLessThanOrEqual(40);
    expect(parts.before.startsWith('…')).toBe(true);
  });

  it('T-09 cuts a registrable domain of 60 characters in its middle and keeps its suffix', () => {
    const { registrable } = originParts(`https://${'a'.repeat(60)}.co.uk`);
    expect(registrable.length).toBe(40);
    expect(registrable.endsWith('.co.uk')).toBe(true);
  });

  it('shows what is no origin, marked', () => {
    expect(originParts('null')).toMatchObject({ registrable: 'null', suspicious: true });
  });
});

describe('punycode for showing', () => {
  it.each([
    ['xn--bcher-kva', 'bücher'],
    ['xn--e1afmkfd', 'пример'],
    ['xn--r8jz45g', '例え'],
    ['xn--ls8h', '💩'],
    ['xn--80ak6aa92e', 'аррӏе'],
  ])('%s is %s', (ascii, unicode) => {
    expect(toUnicode(ascii)).toBe(unicode);
  });

  it.each(['xn--', 'xn--99999999999', 'xn--é', 'plain', 'xn--a-!'])('leaves %s as it is', (label) => {
    expect(toUnicode(label)).toBe(label);
  });
});
