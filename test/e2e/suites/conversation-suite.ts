import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findCanaries, textCanary } from '../../support/canary-search.ts';
import {
  acceptRequest,
  onboard,
  openConversation,
  revokeContract,
  seeMessage,
  sendMessage,
  shownMessages,
  unlock,
} from '../../support/companion.ts';
import type { CompanionPage } from '../../support/companion-page.ts';
import { freePort } from '../../support/free-port.ts';
import type { OpenCompanion } from '../../support/open-companion.ts';
import { type RecordingProxy, startRecordingProxy } from '../../support/recording-proxy.ts';
import { type RunningMediator, startMediator } from '../../support/start-mediator.ts';

interface Side {
  name: string;
  password: string;
  mediator: RunningMediator;
  wire: RecordingProxy;
  companion: OpenCompanion;
  popup: CompanionPage;
}

async function openSide(name: string, open: () => Promise<OpenCompanion>): Promise<Side> {
  const port = await freePort();
  const wire = await startRecordingProxy(port);
  const mediator = await startMediator({ port, env: { PUBLIC_URL: `http://127.0.0.1:${wire.port}` } });
  const companion = await open();
  const popup = await companion.openPopup();
  const password = `quiet lantern of ${name} 77`;
  await onboard(popup, { name, mediator: mediator.did, password });
  return { name, password, mediator, wire, companion, popup };
}

/** A contract asked for in one popup and accepted in the other, messages both ways, away and back, the end. */
export function conversationSuite(
  open: () => Promise<OpenCompanion>,
  forbiddenOnTheWire: string[] = [],
): void {
  describe('a conversation between two popups', () => {
    let alice: Side;
    let bob: Side;
    const note = 'Hello, we met at the harbour';

    beforeAll(async () => {
      alice = await openSide('Alice', open);
      bob = await openSide('Bob', open);
    });
    afterAll(async () => {
      for (const side of [alice, bob]) {
        await side?.companion.close();
        await side?.wire.stop();
        await side?.mediator.stop();
      }
    });

    it('is asked for by DID and accepted', async () => {
      await bob.popup.route('/me');
      await bob.popup.see('screen-me');
      const did = (await bob.popup.texts('did'))[0]?.trim() ?? '';
      await alice.popup.route('/new');
      await alice.popup.fill('new-did', did);
      await alice.popup.see('new-note');
      await alice.popup.fill('new-note', note);
      await alice.popup.click('new-submit');
      await alice.popup.see('screen-conversation');
      await acceptRequest(bob.popup);
    });

    it('carries messages both ways', async () => {
      await openConversation(alice.popup);
      await sendMessage(alice.popup, 'one from Alice');
      await seeMessage(bob.popup, 'one from Alice', ['received']);
      await sendMessage(bob.popup, 'one from Bob');
      await seeMessage(alice.popup, 'one from Bob', ['received']);
      await seeMessage(alice.popup, 'one from Alice', ['delivered', 'read']);
    });

    it('keeps what is written while the other is away, and their own restart', async () => {
      await bob.popup.close();
      await bob.companion.restart();
      await sendMessage(alice.popup, 'two from Alice');
      await sendMessage(alice.popup, 'three from Alice');
      await alice.companion.killBackground();
      bob.popup = await bob.companion.openPopup();
      await unlock(bob.popup, bob.password);
      await openConversation(bob.popup);
      await seeMessage(bob.popup, 'three from Alice', ['received']);
      const incoming = (await shownMessages(bob.popup)).filter(({ direction }) => direction === 'in');
      const numbers = incoming.map(({ text }) => /(one|two|three) from/.exec(text)?.[1]);
      expect(numbers).toEqual(['one', 'two', 'three']);
    });

    it('ends for both when one of them ends it', async () => {
      await revokeContract(bob.popup);
      await alice.popup.see('closed', 60_000);
    });

    it('left no text on the wire or with a mediator', () => {
      const secrets = [
        note,
        'one from Alice',
        'one from Bob',
        alice.password,
        bob.password,
        ...forbiddenOnTheWire,
      ];
      const canaries = secrets.map((secret) => textCanary(secret, secret));
      for (const { wire, mediator } of [alice, bob]) {
        const seen = Buffer.concat([wire.recorded(), Buffer.from(mediator.log())]);
        expect(seen.includes('SEND_EVENT')).toBe(true);
        expect(findCanaries(seen, canaries)).toEqual([]);
        expect(findCanaries(Buffer.concat([seen, Buffer.from(note)]), canaries)).not.toEqual([]);
      }
    });
  });
}
