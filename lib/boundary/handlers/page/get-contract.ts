import { relationship } from '../../sites/scope.ts';
import { pageMethod } from '../method/page-method.ts';
import { contractId } from '../params/shared.ts';

/** One relationship as this site may see it. */
export const getContract = pageMethod('decentrl_getContract', {
  params: contractId,
  scope: relationship((p) => p.conversationId),
  handle: (_app, { contract }) => contract(),
});
