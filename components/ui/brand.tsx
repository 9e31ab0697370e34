import type { JSX } from 'preact';

/** The mark of the companion: two halves that face each other, nobody in between. The same drawing as the toolbar's icon. */
export function Brand({ size = 36 }: { size?: number }): JSX.Element {
  return (
    <svg
      class="identicon"
      width={size}
      height={size}
      viewBox="4 4 120 120"
      aria-hidden="true"
      focusable="false"
    >
      <rect x="4" y="4" width="120" height="120" rx="30" fill="#0f6b5c" />
      <path d="M58 25v78L23.5 68.500a6.4 6.4 0 0 1 0-9z" fill="#ffffff" />
      <path d="M70 25v78l34.5-34.500a6.4 6.4 0 0 0 0-9z" fill="#8fe3cf" />
    </svg>
  );
}
