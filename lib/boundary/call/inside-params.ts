/**
 * Checked parameters as the boundary calls them. What a page names by `contractId` is a whole relationship, which goes on
 * when its contract is renewed (provider-api.md *Methods*): inside it is the `conversationId` of messages, whose own
 * `contractId` is one signed contract. Parameters change the name here and nowhere else; what a site is given takes the outer one
 * where it is made for the site (`contractForSite`, `createEventGate`).
 */
export type InsideParams<P> = P extends object
  ? { [K in keyof P as K extends 'contractId' ? 'conversationId' : K]: P[K] }
  : P;

/** The parameters with `contractId` under its inner name; other members and other values as they are. */
export function insideParams<P>(params: P): InsideParams<P> {
  if (typeof params !== 'object' || params === null || !('contractId' in params)) {
    return params as InsideParams<P>;
  }
  const { contractId: conversationId, ...others } = params;
  return { ...others, conversationId } as InsideParams<P>;
}
