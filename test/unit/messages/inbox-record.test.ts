import { describe, expect, it } from 'vitest';
import { emptyInbox, rememberId, wasReceived } from '../../../lib/messages/inbox-record.ts';

describe('the ids that were shown', () => {
  it('T-38 are told from others that begin like them, whatever their length', () => {
    const inbox = emptyInbox('0/z6Mk');
    const shared = 'the-same-beginning-of-another-client:';
    for (const id of [`${shared}1`, `${shared.repeat(3)}1`, 'short1']) rememberId(inbox, id);
    for (const id of [`${shared}1`, `${shared.repeat(3)}1`, 'short1'])
      expect(wasReceived(inbox, id)).toBe(true);
    for (const id of [`${shared}2`, `${shared.repeat(3)}2`, 'short2'])
      expect(wasReceived(inbox, id)).toBe(false);
  });

  it('are forgotten one after the other, and never grow', () => {
    const inbox = emptyInbox('0/z6Mk');
    for (let at = 0; at < 600; at++) rememberId(inbox, `id-${at}`);
    expect(inbox.recent).toHaveLength(512);
    expect(wasReceived(inbox, 'id-599')).toBe(true);
    expect(wasReceived(inbox, 'id-0')).toBe(false);
  });
});
