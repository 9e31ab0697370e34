import type { JSX } from 'preact';

/** Moves the focus by arrow keys, Home and End between the parts of a list marked `data-roving`; the caller keeps one of them a stop for Tab. */
export function moveRoving(event: JSX.TargetedKeyboardEvent<HTMLElement>, horizontal = false): void {
  const keys = horizontal ? ['ArrowRight', 'ArrowLeft'] : ['ArrowDown', 'ArrowUp'];
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-roving]')];
  const at = all.findIndex(
    (item) => item === document.activeElement || item.contains(document.activeElement),
  );
  let next: number;
  if (event.key === keys[0]) next = at + 1;
  else if (event.key === keys[1]) next = at - 1;
  else if (event.key === 'Home') next = 0;
  else if (event.key === 'End') next = all.length - 1;
  else return;
  event.preventDefault();
  all[Math.min(Math.max(next, 0), all.length - 1)]?.focus();
}
