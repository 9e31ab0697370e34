import { dictionary } from '@zxcvbn-ts/language-common';
import { describe, expect, it } from 'vitest';
import { commonPasswordTest, loadCommonPasswords } from '../../../lib/keys/common-passwords.ts';
import * as rule from '../../../lib/keys/password-rule.ts';
import { packagedFile } from '../../support/packaged-file.ts';

const isCommonPassword = await loadCommonPasswords(packagedFile);
const checkPassword = (password: string) => rule.checkPassword(password, isCommonPassword);

describe('password rule', () => {
  it.each([
    ['short', 'eleven char'],
    ['one of the list', '1q2w3e4r5t6y'],
    ['one of the list in capitals', '1Q2W3E4R5T6Y'],
    ['a common one with decoration', '!!Dragon2024!!'],
    ['a row', 'abcdefghij41'],
    ['a row of digits', 'zx1234567890'],
    ['a row backwards', '9876543210zx'],
    ['one key', 'aaaaaaaaaaaa'],
    ['one key for more than half', 'aaaaaaaxkqz1'],
    ['a repetition', 'grzgrzgrzgrz'],
    ['a repetition for more than half', 'grzkgrzk41xw!'.slice(0, 12)],
    ['a lone surrogate', `harbour 41 \ud800 quiet`],
  ])('refuses %s', (_, password) => {
    expect(checkPassword(password)).toMatchObject({ score: 0, problem: expect.any(String) });
  });

  it.each(['a quiet green harbour 41', 'correct horse battery', 'Zj4#kf9!Lw2q', 'ключ от старой лодки'])(
    'accepts %s',
    (password) => {
      const { score, problem } = checkPassword(password);
      expect(problem).toBe(null);
      expect(score).toBeGreaterThanOrEqual(1);
    },
  );

  it('counts characters after NFKC, so ligatures do not make a password shorter or longer than it is', () => {
    expect(checkPassword('ﬁﬁx9kq2wvz').problem).toBe(null);
    expect(checkPassword('e\u0301e\u0301e\u0301qxkzwvb').problem).not.toBe(null);
  });

  it('scores longer and more varied passwords higher', () => {
    const scores = ['dvkqxwzbrtmg', 'dvkqx wzbrtmg 41', 'A quiet green harbour, 41 boats'];
    expect(scores.map((password) => checkPassword(password).score)).toEqual([1, 3, 4]);
  });

  it('knows every one of the 10,000 commonest, and hardly any other', () => {
    const list = [...dictionary['passwords-common']].slice(0, 10_000);
    expect(list.filter((password) => !isCommonPassword(password))).toEqual([]);
    let wrong = 0;
    for (let i = 0; i < 20_000; i++) if (isCommonPassword(`random-${i}-${(i * 7919) % 10_007}`)) wrong += 1;
    expect(wrong).toBeLessThan(40);
  });

  it('takes no other file for the filter', () => {
    expect(() => commonPasswordTest(new Uint8Array(20_479))).toThrow();
  });

  it('judges a pasted book without going through it again and again', () => {
    // Anything that grows faster than the text would not come to its end before the test is given up.
    expect(checkPassword('lorem ipsum '.repeat(100_000))).toMatchObject({ score: expect.any(Number) });
  });
});
