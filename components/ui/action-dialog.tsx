import type { ComponentChildren, JSX } from 'preact';
import { useCompanion } from '../companion/companion-context.ts';
import type { Action } from '../companion/use-action.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Problem } from './problem.tsx';

interface ActionDialogProps {
  /** What is asked, as in `revoke`: the dialog is `revoke-dialog`, its buttons `revoke-cancel` and `revoke-confirm`. */
  testid: string;
  title: string;
  children: ComponentChildren;
  /** What the button that does it says. */
  label: string;
  tone: 'primary' | 'danger';
  action: Action<[]>;
  disabled?: boolean;
  onClose(): void;
}

/** Asks before one thing is done: *cancel*, or do it and stay until it succeeded, with what went wrong. */
export function ActionDialog({
  testid,
  title,
  children,
  label,
  tone,
  action,
  disabled,
  onClose,
}: ActionDialogProps): JSX.Element {
  const { t } = useCompanion();
  return (
    <Dialog
      testid={`${testid}-dialog`}
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose} testid={`${testid}-cancel`}>
            {t('cancel')}
          </Button>
          <Button
            tone={tone}
            busy={action.busy}
            disabled={disabled}
            onClick={() => void action.run()}
            testid={`${testid}-confirm`}
          >
            {label}
          </Button>
        </>
      }
    >
      {children}
      <Problem error={action.error} />
    </Dialog>
  );
}
