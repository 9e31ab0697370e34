import { describeError } from '../../../components/companion/describe-error.ts';
import { RemoteError } from '../../../lib/errors/errors.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';
import { catalogue } from '../words/catalogue.ts';
import { errorClasses } from './error-classes.ts';

/** What the popup says for each error, in the words of the catalogue; what it has no words for of its own is one row. */
export const errorWords: Section = {
  document: 'docs/popup.md',
  name: 'error-words',
  make() {
    const words = catalogue();
    const said = (error: unknown) => describeError(error, (key) => words.get(key) ?? key);
    const others = said(new Error('of nobody'));
    const rows = errorClasses()
      .map(({ code }) => ({ code, ...said(new RemoteError({ code, message: '' })) }))
      .filter(({ what }) => what !== others.what)
      .map(({ code, what, after }) => [String(code), `*${what}*`, `*${after}*`]);
    return table(['code', 'what', 'then'], [...rows, ['any other', `*${others.what}*`, `*${others.after}*`]]);
  },
};
