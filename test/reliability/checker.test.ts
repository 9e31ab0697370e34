import { describe, expect, it } from 'vitest';
import { createHistory, faultless, judge, missedFaults, withFault } from './support/history.ts';

function goodHistory() {
  const history = createHistory();
  for (let at = 0; at < 20; at++) {
    history.acknowledged('a', `m${at}`);
    history.visible('a', `m${at}`);
    history.acknowledged('b', `m${at}`);
  }
  for (let at = 0; at < 20; at++) history.visible('b', `m${at}`);
  return history;
}

describe('the checker of histories', () => {
  it('passes a good history', () => {
    expect(judge(goodHistory().read())).toEqual(faultless(40));
  });

  it('finds one message that is dropped, doubled, moved or invented, each by its name', () => {
    const history = goodHistory().read();
    expect(missedFaults(history)).toEqual([]);
    expect(judge(withFault(history, 'drop'))).toEqual({ ...faultless(40), lost: ['a/m10'] });
    expect(judge(withFault(history, 'duplicate'))).toEqual({ ...faultless(40), twice: ['a/m10'] });
    expect(judge(withFault(history, 'reorder'))).toEqual({ ...faultless(40), outOfOrder: ['a/m9'] });
  });

  it('lets what was never acknowledged arrive or not, but once', () => {
    const history = goodHistory();
    history.attempted('a', 'late');
    history.attempted('a', 'never');
    history.visible('a', 'late');
    expect(judge(history.read())).toEqual(faultless(40));
    history.visible('a', 'late');
    expect(judge(history.read())).toEqual({ ...faultless(40), twice: ['a/late'] });
  });

  it('finds a stream that arrived nowhere', () => {
    const history = goodHistory();
    history.acknowledged('c', 'alone');
    expect(judge(history.read()).lost).toEqual(['c/alone']);
  });
});
