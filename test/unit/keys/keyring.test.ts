import { wordlist } from '@scure/bip39/wordlists/english.js';
import { describe, expect, it } from 'vitest';
import { generateAgreement } from '../../../lib/crypto/agreement.ts';
import { utf8 } from '../../../lib/crypto/bytes.ts';
import { rootFromWords } from '../../../lib/crypto/mnemonic.ts';
import { encodeAgreementKey } from '../../../lib/crypto/multikey.ts';
import { verifySignature } from '../../../lib/crypto/signature.ts';
import { LockedError, WrongPasswordError } from '../../../lib/errors/errors.ts';
import { createBrowser, createUnlockedBrowser, MEDIATOR, PASSWORD } from './keyring-fixture.ts';

describe('keyring', () => {
  it('goes from empty over unlocked to locked and back', async () => {
    const browser = await createBrowser();
    const keyring = browser.wake();
    expect(await keyring.state()).toBe('empty');
    const profile = await keyring.create({ alias: 'alice', mediatorDid: MEDIATOR, password: PASSWORD });
    expect(await keyring.state()).toBe('unlocked');
    expect(await keyring.profiles()).toEqual([profile]);
    await keyring.lock('person');
    expect(await keyring.state()).toBe('locked');
    expect(await keyring.profiles()).toEqual([profile]);
    await expect(keyring.identity(0)).rejects.toThrow(LockedError);
    await expect(keyring.unlock('not the password 1')).rejects.toThrow(WrongPasswordError);
    await keyring.unlock(PASSWORD);
    expect((await keyring.identity(0)).did.did).toBe(profile.did);
  });

  it('L-12 continues after the worker died, before every call', async () => {
    const browser = await createUnlockedBrowser();
    const message = utf8('hello');
    const first = await (await browser.wake().identity(0)).signer.sign(message);
    const keys = await browser.wake().identity(0);
    expect(await verifySignature(keys.did.signingKey, message, first)).toBe(true);
    expect(await browser.wake().blind('x')).toBe(await browser.wake().blind('x'));
    expect(await browser.wake().addIdentity({ alias: 'work', mediatorDid: MEDIATOR })).toMatchObject({
      index: 1,
    });
    await browser.wake().selectIdentity(1);
    expect(await browser.wake().activeIndex()).toBe(1);
    expect((await browser.wake().identities()).map((each) => each.index)).toEqual([0, 1]);
    await browser.wake().lock('person');
    expect(await browser.wake().state()).toBe('locked');
    await browser.wake().unlock(PASSWORD);
    expect(await browser.wake().state()).toBe('unlocked');
  });

  it('is locked after the browser was closed', async () => {
    const browser = await createUnlockedBrowser();
    await browser.session.clear();
    expect(await browser.wake().state()).toBe('locked');
  });

  it('gives keys that cannot be read back', async () => {
    const { keyring } = await createUnlockedBrowser();
    const keys = await keyring.identity(0);
    for (const key of [keys.store, keys.tag, keys.indexKey, await keyring.local()]) {
      expect(key.extractable).toBe(false);
      await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow();
    }
  });

  it('restores the same identities from the words', async () => {
    const { keyring } = await createUnlockedBrowser();
    await keyring.addIdentity({ alias: 'work', mediatorDid: MEDIATOR });
    const words = await keyring.revealWords(PASSWORD);
    const profiles = await keyring.profiles();
    const other = (await createBrowser()).wake();
    const root = rootFromWords(words.join(' '), wordlist);
    expect(await other.restore({ root, identities: profiles, password: PASSWORD })).toEqual(profiles);
    expect(await other.wordsConfirmed()).toBe(true);
    await expect(other.restore({ root, identities: profiles, password: PASSWORD })).rejects.toMatchObject({
      code: -32600,
    });
  });

  it('refuses to restore a DID that the words do not give', async () => {
    const { keyring } = await createUnlockedBrowser();
    const [profile] = await keyring.profiles();
    const other = (await createBrowser()).wake();
    const restore = other.restore({ root: new Uint8Array(32), identities: [profile!], password: PASSWORD });
    await expect(restore).rejects.toThrow(RangeError);
    expect(await other.state()).toBe('empty');
  });

  it('remembers that the words were confirmed, only when they were right', async () => {
    const browser = await createUnlockedBrowser();
    const words = await browser.keyring.revealWords(PASSWORD);
    expect(await browser.keyring.confirmWords(words.slice(1).join(' '))).toBe(false);
    expect(await browser.keyring.wordsConfirmed()).toBe(false);
    expect(await browser.keyring.confirmWords(words.join('  ').toUpperCase())).toBe(true);
    expect(await browser.wake().wordsConfirmed()).toBe(true);
  });

  it('changes the password, and keeps the session', async () => {
    const browser = await createUnlockedBrowser();
    await browser.keyring.changePassword(PASSWORD, 'another long sentence 9');
    expect(await browser.wake().state()).toBe('unlocked');
    await browser.keyring.lock('person');
    await expect(browser.wake().unlock(PASSWORD)).rejects.toThrow(WrongPasswordError);
    await browser.wake().unlock('another long sentence 9');
  });

  it('wraps a contract key that agrees the same after it was unwrapped', async () => {
    const browser = await createUnlockedBrowser();
    const [own, peer] = await Promise.all([generateAgreement(), generateAgreement()]);
    const wrapped = await browser.keyring.wrapContractKey(0, own.privateKey);
    const rootKey = await browser.wake().rootKey({
      contractId: 'a contract',
      identityIndex: 0,
      wrappedKey: wrapped,
      ownKey: encodeAgreementKey(own.publicKey),
      peerKey: encodeAgreementKey(peer.publicKey),
    });
    const sealed = await rootKey.use((key) =>
      crypto.subtle.encrypt({ name: 'AES-GCM', iv: new Uint8Array(12) }, key, utf8('hi')),
    );
    const key = await peer.agreer.agree(own.publicKey);
    const opened = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: new Uint8Array(12) }, key, sealed);
    expect(new Uint8Array(opened)).toEqual(utf8('hi'));
  });

  it('erases everything', async () => {
    const browser = await createUnlockedBrowser();
    await browser.db.put('settings', { key: 'theme', value: 'dark' });
    await browser.keyring.erase();
    expect(browser.local.dump()).toEqual({});
    expect(browser.session.dump()).toEqual({});
    for (const name of browser.db.objectStoreNames) expect(await browser.db.count(name)).toBe(0);
    expect(await browser.wake().state()).toBe('empty');
  });
});
