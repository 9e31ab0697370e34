import type { Translate } from './translate.ts';

const NAMES: Record<number, string> = { 1: 'Ethereum', 137: 'Polygon', 80002: 'Polygon Amoy' };

/** The name of a chain for people, else its number (EIP-155). */
export function chainName(chainId: number, t: Translate): string {
  return NAMES[chainId] ?? t('chainNumber', chainId);
}
