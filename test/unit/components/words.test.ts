import { describe, expect, it } from 'vitest';
import { describeError } from '../../../components/companion/describe-error.ts';
import { findDid, signingKeyOf } from '../../../components/text/did-text.ts';
import { createTranslate } from '../../../components/text/translate.ts';
import * as errors from '../../../lib/errors/errors.ts';
import messages from '../../../public/_locales/en/messages.json';
import { pseudoSentence } from '../../support/popup-preview/pseudo-locale.ts';

const lookup = messages as Record<string, { message: string }>;
const t = createTranslate((key, substitutions) =>
  (lookup[key]?.message ?? '').replace(
    /\$(\d)/g,
    (_, place: string) => substitutions[Number(place) - 1] ?? '',
  ),
);

describe('sentences', () => {
  it('have only substitutions that both browsers know', () => {
    for (const [key, { message }] of Object.entries(lookup)) {
      expect(message.replace(/\$[1-9]/g, ''), key).not.toContain('$');
      expect(message.trim(), key).toBe(message);
      expect(message, key).not.toBe('');
    }
  });

  it('T-09 keep a name of another direction to itself', () => {
    expect(t('composeTo', 'أمل')).toBe('Message \u2068أمل\u2069, end to end');
    expect(t('composeTo', 'Bob')).toBe('Message Bob, end to end');
  });

  it('the pseudo-locale keeps the places and makes everything longer', () => {
    expect(pseudoSentence('End $1?')).toMatch(/^\[Éñð \$1\?.+\]$/);
    expect(pseudoSentence('Back').length).toBeGreaterThan('Back'.length * 1.4);
  });
});

describe('errors in words', () => {
  const known = [
    new errors.MediatorUnreachableError(),
    new errors.LimitError(),
    new errors.ContractRequiredError(),
    new errors.ContractExpiredError(),
    new errors.ContractRevokedError(),
    new errors.TooLargeError(),
    new errors.RecipientNotReadyError(),
    new errors.AnchorUnavailableError(),
    new errors.MediatorRefusedError('X'),
    new errors.LockedError(),
    new errors.WrongPasswordError(),
    new errors.VaultDamagedError(),
    new errors.StorageError(),
    new errors.NotFoundError(),
    new errors.DisconnectedError(),
  ];
  it.each(known.map((error) => [error.name, error] as const))(
    '%s says what happened and what then',
    (_, error) => {
      const { what, after } = describeError(error, t);
      expect(what).toMatch(/\.$/);
      expect(after).toMatch(/\.$/);
      expect(what).not.toBe(t('errorUnknown'));
    },
  );

  it('says what was wrong with an input', () => {
    expect(describeError(new errors.InvalidParamsError('word 3 is not in the list'), t).what).toBe(
      'word 3 is not in the list',
    );
  });

  it('never shows the words of an error nobody foresaw', () => {
    expect(describeError(new TypeError('secret'), t).what).toBe(t('errorUnknown'));
    expect(describeError('secret', t).what).toBe(t('errorUnknown'));
  });
});

describe('a DID in pasted text', () => {
  const did =
    'did:decentrl:Ym9i:z6Mkt6316e2PN3mZdB6N9CrzomJYUd1s5yBZi1XYHmwT9TUP:z6LSh6zfJpSAp8142MKt2zeXVBhc5Ze38qhBfK9V8JXoSRWc:ZGlk';
  it.each([
    did,
    `  ${did}\n`,
    `Write to me: ${did}, please`,
    `https://x.example/?did=${did}#top`,
    `"${did}"`,
  ])('is found in %j', (text) => {
    expect(findDid(text)).toBe(did);
  });
  it('is not found where there is none', () => {
    expect(findDid('bob@example.com')).toBeNull();
  });
  it('gives its signing key', () => {
    expect(signingKeyOf(did)).toMatch(/^z6Mkt6316/);
  });
});
