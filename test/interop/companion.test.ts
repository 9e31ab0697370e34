import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Pair, pair, say, texts } from '../support/companion-pair.ts';
import { type NodeCompanion, nodeCompanion, PASSWORD } from '../support/node-companion.ts';
import type { RunningMediator } from '../support/start-mediator.ts';
import { describePython } from './support/describe-python.ts';
import { startPythonMediator } from './support/start-python-mediator.ts';

/** These mediators have no sockets: nobody hints, so the person asks. */
const syncNow = (companion: NodeCompanion) => companion.popup('sync_now', undefined);

describePython('our companion over two mediators that are not ours', () => {
  let mediators: [RunningMediator, RunningMediator];
  let p: Pair;
  beforeAll(async () => {
    mediators = await Promise.all([startPythonMediator(), startPythonMediator()]);
    p = await pair({ mediators });
  }, 60_000);
  afterAll(async () => {
    await p?.stop();
    await Promise.all((mediators ?? []).map((one) => one.stop()));
  });

  it('holds a conversation with one side offline', async () => {
    const { alice, bob, aliceKey, bobKey, conversation } = p;
    const first = await say(alice, bobKey, 'while you were away: 1');
    await say(alice, bobKey, 'while you were away: 2');
    await alice.drain();
    expect((await alice.app.tables.message_state.get(first.eventId))?.state).toBe('accepted');

    await syncNow(bob);
    expect(await texts(bob, conversation.bob)).toEqual([
      '< while you were away: 1',
      '< while you were away: 2',
    ]);
    await say(bob, aliceKey, 'back again');
    await bob.drain();
    await syncNow(alice);
    expect((await texts(alice, conversation.alice)).at(-1)).toBe('< back again');
    expect((await alice.app.tables.message_state.get(first.eventId))?.state).toBe('delivered');
  });

  it('goes on after a mediator was killed and started again', async () => {
    const { alice, bob, bobKey, conversation } = p;
    const [, atBob] = mediators;
    await atBob.kill();
    await say(alice, bobKey, 'to a dead mediator');
    await alice.app.outbox.flush();
    mediators[1] = await startPythonMediator({ dataDir: atBob.dataDir, port: atBob.port });
    await alice.drain();
    await syncNow(bob);
    expect((await texts(bob, conversation.bob)).at(-1)).toBe('< to a dead mediator');
  });

  it('restores contacts, contract and history from 24 words', async () => {
    const { bob, bobDid, conversation } = p;
    await bob.drain();
    const { words } = await bob.popup('vault_revealWords', { password: PASSWORD });
    const before = await texts(bob, conversation.bob);
    const fresh = await nodeCompanion();
    const restored = await fresh.popup('vault_restore', {
      words: words.join(' '),
      mediatorDid: mediators[1].did,
      password: PASSWORD,
    });
    expect(restored).toEqual({ identities: 1 });
    await syncNow(fresh);
    await syncNow(fresh);
    expect((await fresh.app.keyring.profiles())[0]?.did).toBe(bobDid);
    expect(await texts(fresh, conversation.bob)).toEqual(before);
    await fresh.stop();
  });

  it('revokes: refused here, there, and by the mediators', async () => {
    const { alice, bob, aliceKey, bobKey } = p;
    await alice.popup('contract_revoke', { signingKey: bobKey });
    await expect(say(alice, bobKey, 'too late')).rejects.toMatchObject({ code: 4312 });
    await alice.drain();
    const late = await say(bob, aliceKey, 'are you there?');
    await bob.app.outbox.flush();
    expect((await bob.app.tables.message_state.get(late.eventId))?.state).not.toBe('accepted');
    await syncNow(bob);
    expect((await bob.popup('contact_get', { signingKey: aliceKey })).contact.status).toBe('revoked');
    expect((await bob.app.tables.message_state.get(late.eventId))?.state).toBe('failed');
  });
});
