import type { JSX } from 'preact';

interface ApproveButtonProps {
  label: string;
  armed: boolean;
  busy: boolean;
  onApprove(): void;
}

/** The only button that gives something away: needs an armed window and a trusted event; Enter does not press it, Space and a pointer do. */
export function ApproveButton({ label, armed, busy, onApprove }: ApproveButtonProps): JSX.Element {
  const active = armed && !busy;
  return (
    <button
      type="button"
      class="button primary"
      aria-disabled={!active}
      aria-busy={busy}
      data-testid="approval-approve"
      data-armed={armed}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.preventDefault();
      }}
      onClick={(event) => {
        if (event.isTrusted && active) onApprove();
      }}
    >
      {label}
    </button>
  );
}
