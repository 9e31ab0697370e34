import type { JSX } from 'preact';
import { signingKeyOf } from '../text/did-text.ts';

/** Light drawings on a 36-pixel tile: each is told from the others by outline alone, without its colour. */
const SHAPES = [
  'M18 6 30 18 18 30 6 18z',
  'M18 8 29 27H7z',
  'M8 8h9v9H8zM19 19h9v9h-9z',
  'M15 7h6v8h8v6h-8v8h-6v-8H7v-6h8z',
  'M18 7a11 11 0 1 0 0 22 11 11 0 0 0 0-22m0 7a4 4 0 1 1 0 8 4 4 0 0 1 0-8',
  'M8 8h20v6H8zM8 22h20v6H8z',
  'M18 7 28.5 13v10.500L18 29.5 7.5 23.500V13z',
  'M7 29a22 22 0 0 1 22-22v9a13 13 0 0 0-13 13z',
  'M8 7h20l-7.5 11L28 29H8l7.5-11z',
  'M8 8h20v20h-7v-13H8z',
  'M13 7a6 6 0 1 1 0 12 6 6 0 0 1 0-12M23 17a6 6 0 1 1 0 12 6 6 0 0 1 0-12',
  'M18 6l3.2 8.800L30 18l-8.8 3.200L18 30l-3.2-8.800L6 18l8.8-3.200z',
  'M7 29V7h22z',
  'M8 8h6v20H8zM16 8h12v6H16zM16 18h12v10H16z',
] as const;

/** Tile and drawing, each pair at least 4.5 : 1. */
const COLOURS = [
  ['#0f6b5c', '#c6ece2'],
  ['#5b3fa0', '#ded4f7'],
  ['#a0501f', '#fbe0cc'],
  ['#1f5da0', '#cfe3fa'],
  ['#7a6a12', '#f4ecb8'],
  ['#8c1f4f', '#f9cfe0'],
  ['#3c6b1d', '#d9efc6'],
  ['#2f4ba8', '#d3dcfb'],
  ['#96343b', '#fbd5d5'],
  ['#136a86', '#c9e9f4'],
  ['#7a3a94', '#efd3fa'],
  ['#50565f', '#e2e5ea'],
] as const;

/** FNV-1a with a final mix: even over shapes and colours; no security is asked of it. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  value ^= value >>> 16;
  value = Math.imul(value, 0x45d9f3b);
  return (value ^ (value >>> 15)) >>> 0;
}

/** The picture of an identity, from its signing key alone: a new alias or mediator does not change it, and a look-alike name does not get it. */
export function Identicon({ did, size = 36 }: { did: string; size?: number }): JSX.Element {
  const value = hash(signingKeyOf(did));
  const shape = value % SHAPES.length;
  const colour = Math.floor(value / SHAPES.length) % COLOURS.length;
  const turn = (Math.floor(value / (SHAPES.length * COLOURS.length)) % 4) * 90;
  const [tile, ink] = COLOURS[colour] ?? COLOURS[0];
  return (
    <svg
      class="identicon"
      width={size}
      height={size}
      viewBox="0 0 36 36"
      aria-hidden="true"
      focusable="false"
    >
      <rect width="36" height="36" rx="9" fill={tile} />
      <path
        d={SHAPES[shape] ?? SHAPES[0]}
        fill={ink}
        fill-rule="evenodd"
        transform={`rotate(${turn} 18 18)`}
      />
    </svg>
  );
}
