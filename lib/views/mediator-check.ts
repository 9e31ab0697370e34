import type { MediatorCheck } from '../api/popup/popup-rpc.ts';
import type { MediatorDirectory } from '../mediator-client/resolve-mediator.ts';
import { typedMediator } from '../mediator-client/typed-mediator.ts';
import { UnreachableError } from '../net/unreachable-error.ts';
import { mediatorName } from './mediator-name.ts';

const PROBLEMS: Partial<Record<UnreachableError['reason'], string>> = {
  'forbidden-host': 'This address cannot be used as a mediator. Use a public https address.',
  'bad-document': 'There is a server, but it is no mediator. Check the address.',
  timeout: 'The mediator does not answer. Check the address, or try again later.',
  network: 'The mediator cannot be reached. Check the address and your connection.',
};

/** Reads a mediator's document before the mediator is used; takes a DID, or a host or URL as a person types it. */
export async function mediatorCheck(
  directory: Pick<MediatorDirectory, 'forget' | 'resolve'>,
  mediator: string,
): Promise<MediatorCheck> {
  const mediatorDid = typedMediator(mediator);
  if (mediatorDid === null) {
    return refused(mediator.trim(), 'This is no mediator address. Type a host such as mediator.example.');
  }
  try {
    await directory.forget(mediatorDid);
    const { endpoint } = await directory.resolve(mediatorDid);
    return { ok: true, mediatorDid, name: mediatorName(mediatorDid), endpoint, problem: null };
  } catch (error) {
    if (!(error instanceof UnreachableError)) throw error;
    return refused(
      mediatorDid,
      PROBLEMS[error.reason] ?? 'The mediator gives an answer that makes no sense.',
    );
  }
}

function refused(mediatorDid: string, problem: string): MediatorCheck {
  return { ok: false, mediatorDid, name: mediatorName(mediatorDid), endpoint: null, problem };
}
