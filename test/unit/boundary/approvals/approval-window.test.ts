import { describe, expect, it } from 'vitest';
import { createApprovalWindow } from '../../../../lib/boundary/approvals/approval-window.ts';
import { createMemoryArea } from '../../../../lib/platform/memory-area.ts';

function windows() {
  let opened = 0;
  const opener = {
    open: async () => {
      opened += 1;
      return { windowId: opened, tabId: null };
    },
    focus: async () => true,
  };
  return {
    approvalWindow: createApprovalWindow({ session: createMemoryArea(), opener }),
    opened: () => opened,
  };
}

describe('the approval window', () => {
  it('is brought to the front for a second question while the first waits', async () => {
    const { approvalWindow, opened } = windows();
    await approvalWindow.show(true);
    await approvalWindow.show();
    expect(opened()).toBe(1);
  });

  it('is another one for a question that comes while the answered one closes, and its end dismisses nothing', async () => {
    const { approvalWindow, opened } = windows();
    await approvalWindow.show(true);
    await approvalWindow.show(true);
    expect(opened()).toBe(2);
    expect(await approvalWindow.closed({ windowId: 1 })).toBe(false);
    expect(await approvalWindow.closed({ windowId: 2 })).toBe(true);
  });
});
