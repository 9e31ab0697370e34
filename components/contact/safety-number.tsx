import type { JSX } from 'preact';
import type { ContactView } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { cleanName } from '../text/clean-text.ts';
import { groupDigits } from '../text/group-digits.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Problem } from '../ui/problem.tsx';
import { Section } from '../ui/section.tsx';

/** Sixty digits that are the same on both sides, to be compared over another channel. */
export function SafetyNumber({
  contact,
  digits,
  onChanged,
}: {
  contact: ContactView;
  digits: string;
  onChanged(): void;
}): JSX.Element {
  const { t, client, refresh } = useCompanion();
  const mark = useAction(async () => {
    await client.request('contact_update', { signingKey: contact.signingKey, verified: !contact.verified });
    await refresh(['conversations']);
    onChanged();
  });
  const groups = groupDigits(digits);
  return (
    <Section label={t('safetyNumber')}>
      <p class={contact.verified ? 'good verified' : 'quiet'}>
        {contact.verified ? <Icon name="shield" size={18} /> : null}
        <span>
          {contact.verified
            ? t('verifiedSentence', cleanName(contact.name))
            : t('safetyHow', cleanName(contact.name))}
        </span>
      </p>
      <div class="digits" role="img" aria-label={groups.join(' ')} data-testid="safety-number">
        {groups.map((group, index) => (
          <span key={index}>{group}</span>
        ))}
      </div>
      <div class="inline">
        <CopyButton text={groups.join(' ')} testid="safety-copy" />
        <Button
          small
          busy={mark.busy}
          onClick={() => void mark.run()}
          testid="contact-verify"
          aria-pressed={contact.verified}
        >
          {contact.verified ? t('unverify') : t('markVerified')}
        </Button>
      </div>
      <Problem error={mark.error} />
    </Section>
  );
}
