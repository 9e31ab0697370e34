import type { JSX } from 'preact';
import { useCompanion } from '../companion/companion-context.ts';
import { cleanName } from '../text/clean-text.ts';

interface Named {
  name: string;
  alias: string | null;
  petname?: string | null;
  fingerprint: string;
  ambiguous: boolean;
}

/** A contact's name; a short id is set in mono, and a name that somebody else has too carries its fingerprint (security.md T-74). */
export function ContactName({ contact }: { contact: Named }): JSX.Element {
  const { t } = useCompanion();
  const name = cleanName(contact.name);
  const isId = name === '' || (!contact.petname && contact.alias === null);
  return (
    <>
      <bdi class={isId ? 'name mono' : 'name'}>{name === '' ? contact.fingerprint : name}</bdi>
      {contact.ambiguous ? (
        <span class="tag amber mono" title={t('ambiguousName')}>
          {contact.fingerprint}
          <span class="hidden"> {t('ambiguousName')}</span>
        </span>
      ) : null}
    </>
  );
}
