import type { JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { IconButton } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';

/** One line of a menu. */
export interface MenuItem {
  icon: IconName;
  label: string;
  testid: string;
  danger?: boolean;
  onChoose(): void;
}

/** A button with three points and the list behind it: arrows move, Esc and a click elsewhere close. */
export function Menu({
  label,
  items,
  testid,
}: {
  label: string;
  items: MenuItem[];
  testid: string;
}): JSX.Element {
  const [open, setOpen] = useState(false);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  useEffect(() => {
    if (!open) return;
    list.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    const outside = (event: PointerEvent): void => {
      if (
        event.target instanceof Node &&
        !list.current?.contains(event.target) &&
        !button.current?.contains(event.target)
      )
        setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [open]);
  const move = (event: JSX.TargetedKeyboardEvent<HTMLDivElement>): void => {
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')];
    const at = all.findIndex((item) => item.matches(':focus'));
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.stopPropagation();
      if (event.key === 'Escape') event.preventDefault();
      close();
    } else if (next !== undefined) {
      event.preventDefault();
      all.at(next % all.length)?.focus();
    }
  };
  return (
    <div class="menu-root">
      <IconButton
        icon="more"
        label={label}
        testid={testid}
        buttonRef={button}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      />
      {open ? (
        <div class="menu" role="menu" id={id} ref={list} onKeyDown={move} tabIndex={-1}>
          {items.map((item) => (
            <button
              type="button"
              role="menuitem"
              key={item.testid}
              tabIndex={-1}
              class={item.danger ? 'menu-item danger' : 'menu-item'}
              data-testid={item.testid}
              onClick={() => {
                setOpen(false);
                item.onChoose();
              }}
            >
              <Icon name={item.icon} size={18} />
              {item.label}
            </button>
          ))}
        </div>
      ) : null}
    </div>
  );
}
