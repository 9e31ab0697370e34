import { describe, expect, it } from 'vitest';
import { createChanges } from '../../../lib/domain/changes.ts';
import { manualTime } from '../mediator-client/support/manual-time.ts';

function pushed() {
  const time = manualTime();
  const changes = createChanges(time.timers);
  const heard: string[][] = [];
  changes.onPopup(() => {
    throw new Error('a dead port');
  });
  changes.onPopup(({ topics }) => heard.push([...topics].sort()));
  return { time, changes, heard };
}

describe('what the popup is told of changes', () => {
  it('the first at once, with everything of the same turn', async () => {
    const { changes, heard } = pushed();
    changes.popup('conversations');
    changes.popup('requests', 'conversations');
    await Promise.resolve();
    expect(heard).toEqual([['conversations', 'requests']]);
  });

  it('a burst five times a second, and its last change too', async () => {
    const { time, changes, heard } = pushed();
    for (let at = 0; at < 100; at++) {
      changes.popup('conversations');
      await Promise.resolve();
    }
    changes.popup('state');
    expect(heard).toEqual([['conversations']]);
    await time.advance(200);
    expect(heard).toEqual([['conversations'], ['conversations', 'state']]);
    await time.advance(200);
    expect(heard).toHaveLength(2);
    changes.popup('requests');
    await Promise.resolve();
    expect(heard).toHaveLength(3);
  });
});
