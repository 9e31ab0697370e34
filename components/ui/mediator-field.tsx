import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { MediatorCheck } from '../../lib/rpc/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { describeError } from '../companion/describe-error.ts';
import { cleanText } from '../text/clean-text.ts';
import { Field } from './field.tsx';
import { Icon } from './icon.tsx';

/** What was found out about the mediator that was typed. */
export interface MediatorVerdict {
  checking: boolean;
  check: MediatorCheck | null;
  error: unknown;
}

/** Reads the document of the mediator a moment after the last key. */
export function useMediatorCheck(mediator: string): MediatorVerdict & { again(): void } {
  const { client } = useCompanion();
  const [verdict, setVerdict] = useState<MediatorVerdict & { of: string }>({
    of: '',
    checking: false,
    check: null,
    error: null,
  });
  const [turn, setTurn] = useState(0);
  const text = mediator.trim();
  useEffect(() => {
    if (text === '') return;
    let current = true;
    setVerdict({ of: text, checking: true, check: null, error: null });
    const timer = setTimeout(() => {
      client.request('mediator_check', { mediator: text }).then(
        (check) => current && setVerdict({ of: text, checking: false, check, error: null }),
        (error: unknown) => current && setVerdict({ of: text, checking: false, check: null, error }),
      );
    }, 300);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [client, text, turn]);
  const mine =
    verdict.of === text && text !== '' ? verdict : { checking: text !== '', check: null, error: null };
  return { ...mine, again: () => setTurn((before) => before + 1) };
}

interface MediatorFieldProps {
  value: string;
  onText(text: string): void;
  verdict: MediatorVerdict & { again(): void };
  testid: string;
}

/** A mediator by DID, host or address, and at once whether it can be used. */
export function MediatorField({ value, onText, verdict, testid }: MediatorFieldProps): JSX.Element {
  const { t } = useCompanion();
  const { checking, check, error } = verdict;
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
        {checking ? <p class="quiet">{t('mediatorChecking')}</p> : null}
        {check?.ok ? (
          <p class="good">
            <Icon name="check" size={16} />
            <span>{t('mediatorOk', check.name)}</span>
          </p>
        ) : null}
        {problem ? (
          <button type="button" class="button quiet" onClick={verdict.again} data-testid={`${testid}-again`}>
            {t('tryAgain')}
          </button>
        ) : null}
      </div>
    </>
  );
}
