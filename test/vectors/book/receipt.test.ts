import { parseReceipt } from '../../../lib/protocol/receipt.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

runVectors<{ data: unknown }>('receipt', {
  parse: ({ data }) => ({ output: { data: parseReceipt(data) } }),
});
