import type { JSX } from 'preact';
import type { MediatorCheck } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { describeError } from '../companion/describe-error.ts';
import { type Asked, useAsked } from '../companion/use-asked.ts';
import { cleanText } from '../text/clean-text.ts';
import { Button } from './button.tsx';
import { Field } from './field.tsx';
import { Icon } from './icon.tsx';

const TYPING_MS = 300;

/** Reads the document of the mediator a moment after the last key. */
export function useMediatorCheck(mediator: string): Asked<MediatorCheck> {
  const { client } = useCompanion();
  const text = mediator.trim();
  return useAsked(
    text === '' ? null : text,
    (typed) => client.request('mediator_check', { mediator: typed }),
    TYPING_MS,
    [client],
  );
}

interface MediatorFieldProps {
  value: string;
  onText(text: string): void;
  verdict: Asked<MediatorCheck>;
  testid: string;
}

/** A mediator by DID, host or address, and at once whether it can be used. */
export function MediatorField({ value, onText, verdict, testid }: MediatorFieldProps): JSX.Element {
  const { t } = useCompanion();
  const { asking, found: check, error } = verdict;
  const problem =
    error !== null
      ? describeError(error, t).what
      : check !== null && !check.ok
        ? check.problem === null
          ? t('mediatorBad')
          : cleanText(check.problem)
        : undefined;
  return (
    <>
      <Field
        label={t('mediator')}
        value={value}
        onText={onText}
        testid={testid}
        error={problem}
        inputMode="url"
      />
      <div class="verdict" aria-live="polite" data-testid={`${testid}-verdict`} data-ok={check?.ok === true}>
        {asking ? <p class="quiet">{t('mediatorChecking')}</p> : null}
        {check?.ok ? (
          <p class="good">
            <Icon name="check" size={16} />
            <span>{t('mediatorOk', check.name)}</span>
          </p>
        ) : null}
        {problem ? (
          <Button tone="quiet" onClick={verdict.again} testid={`${testid}-again`}>
            {t('tryAgain')}
          </Button>
        ) : null}
      </div>
    </>
  );
}
