import type messages from '../../public/_locales/en/messages.json';
import { cleanName } from './clean-text.ts';

/** The name of a sentence in `_locales`. */
export type MessageKey = keyof typeof messages;

/** Gives the sentence `key` in the person's language, `$1`…`$9` filled in. */
export type Translate = (key: MessageKey, ...substitutions: (string | number)[]) => string;

/** The signature of `browser.i18n.getMessage`. */
export type GetMessage = (key: string, substitutions: string[]) => string;

const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/;

/** Keeps a name of another direction from turning the sentence round it: FSI … PDI, the `<bdi>` of plain text. */
function isolate(text: string): string {
  return RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text;
}

/** Cleans every substitution, since a name, a host or a note may be among them. Makes the typed `t` of the components from a browser's (or a preview's) lookup; a missing sentence shows its name, so that it is seen. */
export function createTranslate(getMessage: GetMessage): Translate {
  return (key, ...substitutions) =>
    getMessage(
      key,
      substitutions.map((one) => isolate(cleanName(String(one)))),
    ) || key;
}
