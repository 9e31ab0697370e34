import type messages from '../../public/_locales/en/messages.json';

/** The name of a sentence in `_locales`. */
export type MessageKey = keyof typeof messages;

/** Gives the sentence `key` in the person's language, `$1`…`$9` filled in. */
export type Translate = (key: MessageKey, ...substitutions: (string | number)[]) => string;

/** The signature of `browser.i18n.getMessage`. */
export type GetMessage = (key: string, substitutions: string[]) => string;

/** Makes the typed `t` of the components from a browser's (or a preview's) lookup; a missing sentence shows its name, so that it is seen. */
export function createTranslate(getMessage: GetMessage): Translate {
  return (key, ...substitutions) => getMessage(key, substitutions.map(String)) || key;
}
