import type { EscrowView } from '../api/popup/popup-rpc.ts';
import type { ConnectedDomain } from '../domain/connected-domain.ts';
import { DecentrlError, LockedError } from '../errors/errors.ts';
import { trustedEscrow } from '../wallets/escrow-list.ts';
import { mediatorName } from './mediator-name.ts';

/** The escrows as the settings show them, with what stands in the way of each now. */
export async function escrowViews(domain: ConnectedDomain): Promise<EscrowView[]> {
  const [profiles, listed] = await Promise.all([domain.keyring.profiles(), domain.tables.escrows.getAll()]);
  const own = new Map(profiles.map(({ mediatorDid, index }) => [mediatorDid, index]));
  const mine = [...own].map(([did, identityIndex]) => ({ did, identityIndex, from: 'own' as const }));
  const others = listed.flatMap(({ did, from }) =>
    from === 'seen' || own.has(did) ? [] : [{ did, identityIndex: null, from }],
  );
  const views = await Promise.all([...mine, ...others].map((one) => view(domain, one)));
  return views.filter((one) => one !== null);
}

async function view(
  domain: ConnectedDomain,
  escrow: Pick<EscrowView, 'did' | 'from' | 'identityIndex'>,
): Promise<EscrowView | null> {
  const shown = { ...escrow, name: mediatorName(escrow.did), problem: null };
  try {
    if (escrow.from === 'own' && !(await domain.directory.resolve(escrow.did)).isEscrow) return null;
    await trustedEscrow(domain, escrow.did);
    return shown;
  } catch (error) {
    if (!(error instanceof DecentrlError) || error instanceof LockedError) throw error;
    return { ...shown, problem: error.message };
  }
}
