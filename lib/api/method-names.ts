import { type PageMethodName, pageFacts } from './page.ts';

/**
 * Every method a page may send through the relay. Kept apart from what is true of them, which the relay in every page does
 * not need: the build writes the list itself in place of what it derives from (`scripts/write-out-method-names.ts`).
 */
export const METHOD_NAMES: readonly PageMethodName[] = Object.keys(pageFacts) as PageMethodName[];
