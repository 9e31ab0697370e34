import type { ComponentChildren, JSX } from 'preact';
import { useCompanion } from '../companion/companion-context.ts';
import { ScreenForm } from '../ui/screen-form.tsx';

interface StepProps {
  number?: number;
  title: string;
  /** The plain sentence before the detail. */
  lead: ComponentChildren;
  mark?: ComponentChildren;
  onBack?: () => void;
  onNext(): void;
  footer: ComponentChildren;
  children?: ComponentChildren;
  testid: string;
  /** True when a field of the step takes the focus. */
  hasField?: boolean;
}

/** The frame of one step of the welcome: a form whose Enter is *Next*. */
export function Step({
  number,
  title,
  lead,
  mark,
  onBack,
  onNext,
  footer,
  children,
  testid,
  hasField = false,
}: StepProps): JSX.Element {
  const { t } = useCompanion();
  return (
    <ScreenForm
      onSubmit={() => onNext()}
      testid={testid}
      title={title}
      mark={mark}
      back={onBack ?? false}
      focusTitle={!hasField}
      actions={number === undefined ? undefined : <span class="step-count">{t('stepOf', number, 4)}</span>}
      footer={footer}
    >
      <p class="lead">{lead}</p>
      <div class="pad">{children}</div>
    </ScreenForm>
  );
}
