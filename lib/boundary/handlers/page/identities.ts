import { filtered } from '../../sites/scope.ts';
import { pageMethod } from '../method/page-method.ts';
import { none } from '../params/shared.ts';

/** The identities this origin was granted, `[]` without a grant; the same whether the companion is locked or not. */
export const identities = pageMethod('decentrl_identities', {
  params: none,
  scope: filtered(),
  handle: (_app, { gate }) => gate.identities(),
});
