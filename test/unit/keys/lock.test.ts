import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LockAfter } from '../../../lib/api/popup/popup-rpc.ts';
import { generateAgreement } from '../../../lib/crypto/agreement.ts';
import { utf8 } from '../../../lib/crypto/bytes.ts';
import { encodeAgreementKey } from '../../../lib/crypto/multikey.ts';
import {
  InvalidParamsError,
  LimitError,
  LockedError,
  WrongPasswordError,
} from '../../../lib/errors/errors.ts';
import { createLocalCipher } from '../../../lib/keys/local-cipher.ts';
import { lockTime } from '../../../lib/keys/lock-rules.ts';
import { throttleDelay } from '../../../lib/keys/unlock-throttle.ts';
import { createUnlockedBrowser, PASSWORD } from './keyring-fixture.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('lock', () => {
  it('T-33 locks after 15 idle minutes, in the same worker and in a new one', async () => {
    for (const again of [false, true]) {
      const { keyring, clock, wake } = await createUnlockedBrowser();
      clock.advance(15 * MINUTE - 1);
      expect(await (again ? wake() : keyring).state()).toBe('unlocked');
      clock.advance(1);
      expect(await (again ? wake() : keyring).state()).toBe('locked');
    }
  });

  it('T-33 a privileged call is no activity, touch is', async () => {
    const { keyring, clock, wake } = await createUnlockedBrowser();
    clock.advance(10 * MINUTE);
    await keyring.identity(0);
    await wake().touch();
    clock.advance(10 * MINUTE);
    await wake().identity(0);
    clock.advance(5 * MINUTE);
    await expect(wake().identity(0)).rejects.toThrow(LockedError);
    await expect(wake().touch()).rejects.toThrow(LockedError);
  });

  it.each<[LockAfter, number | null]>([
    ['1m', MINUTE],
    ['5m', 5 * MINUTE],
    ['30m', 30 * MINUTE],
    ['1h', HOUR],
    ['4h', 4 * HOUR],
    ['browser-close', 24 * HOUR],
    ['never', null],
  ])('T-33 obeys the setting %s', async (lockAfter, after) => {
    const { keyring, clock, wake } = await createUnlockedBrowser();
    await keyring.setLockAfter(lockAfter, PASSWORD);
    expect(await wake().lockAt()).toBe(after === null ? null : clock.now() + after);
    clock.advance((after ?? 400 * HOUR) - 1);
    expect(await wake().state()).toBe('unlocked');
    clock.advance(1);
    expect(await wake().state()).toBe(after === null ? 'unlocked' : 'locked');
    await keyring.lock('person');
    await wake().unlock(PASSWORD);
    expect(await wake().lockAfter()).toBe(lockAfter);
  });

  it('needs the password to be told never to lock', async () => {
    const { keyring } = await createUnlockedBrowser();
    await expect(keyring.setLockAfter('never')).rejects.toThrow(WrongPasswordError);
    await expect(keyring.setLockAfter('2h' as LockAfter)).rejects.toThrow(InvalidParamsError);
    expect(await keyring.lockAfter()).toBe('15m');
  });

  it('T-33 locks 24 hours after the unlock whatever the person does', async () => {
    const { keyring, clock } = await createUnlockedBrowser();
    for (let i = 0; i < 24 * 6 - 1; i++) {
      clock.advance(10 * MINUTE);
      await keyring.touch();
    }
    expect(await keyring.state()).toBe('unlocked');
    clock.advance(10 * MINUTE);
    expect(await keyring.state()).toBe('locked');
  });

  it('L-21 eight hours of sleep: locked before anything else happens', async () => {
    const { keyring, clock } = await createUnlockedBrowser();
    const keys = await keyring.identity(0);
    clock.advance(8 * HOUR);
    await expect(keys.signer.sign(utf8('x'))).rejects.toThrow(LockedError);
    expect(await keyring.state()).toBe('locked');
  });

  it.each([HOUR, 24 * HOUR])('L-30 the clock set back by %i ms locks instead of extending', async (back) => {
    for (const lockAfter of ['15m', 'never'] as const) {
      const { keyring, clock, wake } = await createUnlockedBrowser();
      await keyring.setLockAfter(lockAfter, PASSWORD);
      clock.advance(10 * MINUTE);
      await keyring.identity(0);
      clock.advance(-back);
      expect(await (lockAfter === 'never' ? keyring : wake()).state()).toBe('locked');
    }
  });

  it('L-30 a correction of a few seconds by the time server does not lock', async () => {
    const { keyring, clock } = await createUnlockedBrowser();
    clock.advance(-3_000);
    expect(await keyring.state()).toBe('unlocked');
  });

  it('leaves neither half of the session behind', async () => {
    const { keyring, session, db } = await createUnlockedBrowser();
    expect(await db.count('session_key')).toBe(1);
    await keyring.lock('person');
    expect(session.dump()).toEqual({});
    expect(await db.count('session_key')).toBe(0);
  });

  it('tells every listener once, with the reason, also when the alarm was lost', async () => {
    const { keyring, clock } = await createUnlockedBrowser();
    const reasons: string[] = [];
    keyring.onLock((reason) => reasons.push(reason));
    clock.advance(16 * MINUTE);
    await Promise.allSettled([keyring.state(), keyring.state(), keyring.local()]);
    await keyring.lock('person');
    expect(reasons).toEqual(['idle']);
  });

  it('drops an unlock that a lock overtook', async () => {
    const { keyring, wake } = await createUnlockedBrowser();
    await keyring.lock('person');
    const unlocking = keyring.unlock(PASSWORD);
    await keyring.lock('system');
    await expect(unlocking).rejects.toThrow(LockedError);
    expect(await wake().state()).toBe('locked');
  });

  it('T-36 nothing is signed, agreed, decrypted or named after the lock, wherever it falls', async () => {
    const { keyring } = await createUnlockedBrowser();
    const cipher = createLocalCipher(keyring);
    const { publicKey } = await generateAgreement();
    const sealed = await cipher.seal('text', 'place');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(3), { minLength: 50, maxLength: 50 }),
        fc.nat(40),
        async (kinds, turns) => {
          if ((await keyring.state()) !== 'unlocked') await keyring.unlock(PASSWORD);
          const keys = await keyring.identity(0);
          let locked = false;
          let late = 0;
          const count = () => {
            if (locked) late += 1;
          };
          const works = [
            () => keys.signer.sign(utf8('message')),
            () => keys.preKey.agree(publicKey),
            () => cipher.open(sealed, 'place'),
            () => keyring.blind('name'),
          ];
          const running = kinds.map((kind) => works[kind]!().then(count));
          for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
          const locking = keyring.lock('person');
          locked = true;
          const results = await Promise.allSettled(running);
          await locking;
          expect(late).toBe(0);
          for (const result of results)
            if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(LockedError);
          expect(() => keys.store).toThrow(LockedError);
          await expect(keys.signer.sign(utf8('message'))).rejects.toThrow(LockedError);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('T-36 the root key of a contract ends with the lock as every key does, and what it was doing gives nothing', async () => {
    const { keyring } = await createUnlockedBrowser();
    const [own, peer] = await Promise.all([generateAgreement(), generateAgreement()]);
    const source = {
      contractId: 'a contract',
      identityIndex: 0,
      wrappedKey: await keyring.wrapContractKey(0, own.privateKey),
      ownKey: encodeAgreementKey(own.publicKey),
      peerKey: encodeAgreementKey(peer.publicKey),
    };
    const rootKey = await keyring.rootKey(source);
    const encrypt = (key: CryptoKey) =>
      crypto.subtle.encrypt({ name: 'AES-GCM', iv: new Uint8Array(12) }, key, utf8('message'));
    await rootKey.use(encrypt);
    const underWay = rootKey.use(encrypt);
    const agreeing = keyring.rootKey({ ...source, contractId: 'another' });
    const [late, agreed] = await Promise.allSettled([underWay, agreeing, keyring.lock('person')]);
    expect(late).toMatchObject({ status: 'rejected', reason: expect.any(LockedError) });
    expect(agreed).toMatchObject({ status: 'rejected', reason: expect.any(LockedError) });
    await expect(rootKey.use(encrypt)).rejects.toThrow(LockedError);
    await keyring.unlock(PASSWORD);
    await expect(rootKey.use(encrypt)).rejects.toThrow(LockedError);
    await (await keyring.rootKey(source)).use(encrypt);
  });

  it('T-36 a lease of the session before does not come back to life with the next unlock', async () => {
    const { keyring } = await createUnlockedBrowser();
    const keys = await keyring.identity(0);
    await keyring.lock('person');
    await keyring.unlock(PASSWORD);
    await expect(keys.signer.sign(utf8('x'))).rejects.toThrow(LockedError);
    await (await keyring.identity(0)).signer.sign(utf8('x'));
  });
});

describe('unlock throttle', () => {
  it('T-35 follows the table over the death of the worker, before each of 20 wrong passwords', async () => {
    const { keyring, clock, wake } = await createUnlockedBrowser();
    await keyring.lock('person');
    for (let failures = 1; failures <= 20; failures++) {
      await expect(wake().unlock('wrong password 123')).rejects.toMatchObject({
        retryAfterMs: throttleDelay(failures),
      });
      const wait = failures <= 5 ? 0 : Math.min(300, 2 ** (failures - 6)) * 1000;
      expect(throttleDelay(failures)).toBe(wait);
      if (wait > 0) {
        expect(await wake().unlockNotBefore()).toBe(clock.now() + wait);
        clock.advance(wait - 1);
        await expect(wake().unlock(PASSWORD)).rejects.toThrow(LimitError);
        clock.advance(1);
      }
    }
    await wake().unlock(PASSWORD);
    expect(await wake().unlockNotBefore()).toBe(null);
  });

  it('T-35 counts a try whose worker was killed while it computed', async () => {
    const { keyring, local, kdf, wake } = await createUnlockedBrowser();
    await keyring.lock('person');
    const runs = kdf.runs;
    const dying = wake()
      .unlock('wrong password 123')
      .catch(() => undefined);
    while (kdf.runs === runs) await new Promise((resolve) => setImmediate(resolve));
    expect(await local.get('unlockThrottle')).toMatchObject({ failures: 1 });
    await dying;
  });

  it('T-35 also slows the other questions for the password', async () => {
    const { keyring } = await createUnlockedBrowser();
    for (let i = 0; i < 6; i++)
      await expect(keyring.revealWords('wrong password 123')).rejects.toThrow(WrongPasswordError);
    await expect(keyring.verifyPassword(PASSWORD)).rejects.toThrow(LimitError);
    await expect(keyring.changePassword(PASSWORD, 'another long sentence 9')).rejects.toThrow(LimitError);
  });

  it('L-30 a failure dated in the future makes nobody wait longer than the table says', async () => {
    const { keyring, clock, wake } = await createUnlockedBrowser();
    await keyring.lock('person');
    clock.advance(365 * 24 * HOUR);
    for (let i = 0; i < 6; i++)
      await expect(wake().unlock('wrong password 123')).rejects.toThrow(WrongPasswordError);
    clock.advance(-365 * 24 * HOUR);
    expect(await wake().unlockNotBefore()).toBe(clock.now() + 1000);
    clock.advance(1000);
    await wake().unlock(PASSWORD);
  });
});

describe('lock rules', () => {
  it('never give a deadline past 24 hours after the unlock, nor one before the last activity', () => {
    const settings = ['1m', '5m', '15m', '30m', '1h', '4h', 'browser-close'] as const;
    fc.assert(
      fc.property(
        fc.constantFrom(...settings),
        fc.nat(2 ** 40),
        fc.nat(24 * HOUR),
        (lockAfter, unlockedAt, after) => {
          const at = lockTime({ unlockedAt, lastActivityAt: unlockedAt + after, maxSeenAt: 0, lockAfter })!;
          expect(at).toBeLessThanOrEqual(unlockedAt + 24 * HOUR);
          expect(at).toBeGreaterThanOrEqual(unlockedAt + after);
        },
      ),
    );
  });
});
