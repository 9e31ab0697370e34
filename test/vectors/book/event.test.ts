import { parseEvent } from '../../../lib/protocol/event.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

runVectors<{ text: string }>('event', {
  parse: ({ text }) => ({ output: { event: JSON.parse(JSON.stringify(parseEvent(text))) } }),
});
