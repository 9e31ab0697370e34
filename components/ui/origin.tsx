import type { JSX } from 'preact';
import { useCompanion } from '../companion/companion-context.ts';
import { originParts } from '../text/origin-parts.ts';

/** A site: the domain somebody registered stands out, punycode stays punycode with the other script beside it (security.md T-08, T-09). */
export function Origin({
  origin,
  note,
  large = true,
}: {
  origin: string;
  note?: string;
  large?: boolean;
}): JSX.Element {
  const { t } = useCompanion();
  const parts = originParts(origin);
  const long = parts.before.length + parts.registrable.length > 26;
  return (
    <div
      class={`origin ${large ? 'large' : ''} ${long ? 'long' : ''}`}
      data-testid="origin"
      data-origin={origin}
    >
      <p class="origin-host" dir="ltr" title={origin.slice(0, 300)}>
        <span class="origin-before">{parts.before}</span>
        <span class="origin-end">
          <strong class="origin-domain">{parts.registrable}</strong>
          <span class="origin-before">{parts.port}</span>
        </span>
      </p>
      <p class="origin-note">
        <span class={parts.scheme === 'https' ? undefined : 'warn'}>
          {parts.scheme === 'https' ? 'https' : t('notEncrypted')}
        </span>
        {note ? <> · {note}</> : null}
      </p>
      {parts.unicode === null ? null : (
        <p class={parts.suspicious ? 'origin-note warn' : 'origin-note'} data-testid="origin-unicode">
          {parts.suspicious ? t('hostSuspicious') : t('hostForeign')}{' '}
          <bdi class="origin-unicode">{parts.unicode.slice(-60)}</bdi>
        </p>
      )}
    </div>
  );
}
