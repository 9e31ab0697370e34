// The kid names the chain the sender asked about: records have no chain, and an address has one owner a chain.
const KID = /^([A-Za-z0-9_-]{1,64})\.(\d{1,16})$/;

/** What shares name their epoch and chain by. */
export function formatKid(epochId: string, chainId: number): string {
  return `${epochId}.${chainId}`;
}

/** Epoch and chain of a kid, null for one that is not ours. */
export function parseKid(kid: string): { epochId: string; chainId: number } | null {
  const [, epochId, digits] = KID.exec(kid) ?? [];
  const chainId = Number(digits);
  return epochId !== undefined && Number.isSafeInteger(chainId) && chainId > 0 && String(chainId) === digits
    ? { epochId, chainId }
    : null;
}
