import { canonicalJson, parseCanonicalJson, parseJson } from '../../../lib/crypto/canonical.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

runVectors<{ text: string }>('canonical-json', {
  write: ({ text }) => ({ output: { canonical: canonicalJson(parseJson(text)) } }),
  read({ text }) {
    parseCanonicalJson(text);
    return { output: { canonical: text.replace(/ +$/, '') } };
  },
});
