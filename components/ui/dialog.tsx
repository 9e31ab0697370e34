import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

interface DialogProps {
  title: ComponentChildren;
  children: ComponentChildren;
  footer?: ComponentChildren;
  onClose(): void;
  testid: string;
}

/** A question above the screen. The browser keeps the focus inside and gives it back; Esc closes. */
export function Dialog({ title, children, footer, onClose, testid }: DialogProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  useEffect(() => {
    dialog.current?.showModal();
    heading.current?.focus();
    return () => dialog.current?.close();
  }, []);
  return (
    <dialog
      class="dialog"
      ref={dialog}
      aria-labelledby={id}
      data-testid={testid}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.stopPropagation();
      }}
    >
      <div class="dialog-body">
        <h2 class="dialog-title" id={id} tabIndex={-1} ref={heading}>
          {title}
        </h2>
        {children}
      </div>
      {footer ? <div class="dialog-footer">{footer}</div> : null}
    </dialog>
  );
}
