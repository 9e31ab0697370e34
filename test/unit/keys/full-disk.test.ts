import { describe, expect, it } from 'vitest';
import { StorageError, WrongPasswordError } from '../../../lib/errors/errors.ts';
import { fillDisk } from '../store/store-fixture.ts';
import { createBrowser, createUnlockedBrowser, MEDIATOR, PASSWORD } from './keyring-fixture.ts';

describe('full disk', () => {
  it('L-15 does not keep the person out; the session then ends with the worker', async () => {
    const browser = await createUnlockedBrowser();
    await browser.keyring.lock('person');
    const { set } = browser.local;
    browser.local.set = async () => {
      throw new Error('disk full');
    };
    const makeRoom = fillDisk();
    try {
      const keyring = browser.wake();
      await expect(keyring.unlock('wrong password 123')).rejects.toThrow(WrongPasswordError);
      await keyring.unlock(PASSWORD);
      expect(await keyring.state()).toBe('unlocked');
      await keyring.identity(0);
      expect(await browser.wake().state()).toBe('locked');
      await keyring.lock('person');
      expect(await keyring.state()).toBe('locked');
    } finally {
      makeRoom();
      browser.local.set = set;
    }
    await browser.wake().unlock(PASSWORD);
  });

  it('L-15 a change that cannot be written is told, and nothing has changed', async () => {
    const { keyring } = await createUnlockedBrowser();
    const makeRoom = fillDisk();
    try {
      const adding = keyring.addIdentity({ alias: 'work', mediatorDid: MEDIATOR });
      await expect(adding).rejects.toThrow(StorageError);
      await expect(keyring.changePassword(PASSWORD, 'another long sentence 9')).rejects.toThrow(StorageError);
    } finally {
      makeRoom();
    }
    expect(await keyring.identities()).toHaveLength(1);
    await keyring.verifyPassword(PASSWORD);
    expect((await keyring.addIdentity({ alias: 'work', mediatorDid: MEDIATOR })).index).toBe(1);
  });

  it('L-15 a vault that could be written in one place only is not half made', async () => {
    const browser = await createBrowser();
    const { set } = browser.local;
    browser.local.set = async () => {
      throw new Error('disk full');
    };
    const options = { alias: 'alice', mediatorDid: MEDIATOR, password: PASSWORD };
    await expect(browser.wake().create(options)).rejects.toThrow(StorageError);
    browser.local.set = set;
    expect(await browser.wake().state()).toBe('empty');
    await browser.wake().create(options);
  });
});
