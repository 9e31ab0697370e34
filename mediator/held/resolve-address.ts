import { encodeAgreementKey } from '../../lib/crypto/multikey.ts';
import type { CommandReply } from '../../lib/protocol/commands.ts';
import { epochAgreer } from '../../lib/protocol/epoch-key.ts';
import { type ResolvedAddress, signResolution } from '../../lib/protocol/resolved-address.ts';
import type { CommandRequest } from '../commands/command.ts';
import { type AddressBindings, bindingsOfAddress } from '../store/held/bindings-of-address.ts';
import { closeReplacedBindings } from '../store/held/close-replaced-bindings.ts';
import { currentEpoch } from '../store/held/current-epoch.ts';
import type { Epoch } from '../store/held/find-epoch.ts';
import { boundWalletOf } from './bound-wallet-of.ts';
import { countStranger, defineHeldCommand, escrowOf } from './define-held-command.ts';
import { formatKid } from './kid.ts';
import { openEpoch } from './open-epoch.ts';
import { noteRecheck, type Recheck, recheckBinding } from './recheck-binding.ts';

interface Question {
  address: string;
  chain_id: number;
}

interface Prepared {
  /** Null when it must be computed from what the command itself changes first. */
  reply: CommandReply<'RESOLVE_ADDRESS'> | null;
  recheck: Recheck | null;
}

/**
 * Who answers for an address, signed: a binding; or none, and the key of this epoch to hold a message under; or neither,
 * when the address was bound once and its binding is revoked or about to change. It is *end to end* or *unreachable* from
 * then on, never *held* (address-messaging.md §2.2, B-15, B-16).
 */
export const resolveAddress = defineHeldCommand<'RESOLVE_ADDRESS', Prepared>({
  type: 'RESOLVE_ADDRESS',
  async prepare(question, request) {
    const { db, now } = request;
    const bindings = await bindingsOfAddress(db, { ...question, chainId: question.chain_id, now });
    const recheck = await recheckWhenDue(bindings, request);
    const epoch = await currentEpoch(db, now);
    const isOld = recheck?.holds === false || (bindings.last === null && epoch === null);
    return { reply: isOld ? null : await answer(request, question, bindings, epoch), recheck };
  },
  async run(context, question, { reply, recheck }) {
    await countStranger(context);
    const { tx, now } = context;
    await closeReplacedBindings(tx, { address: question.address, chainId: question.chain_id }, now);
    if (recheck) await noteRecheck(tx, recheck, now);
    if (reply) return reply;
    const bindings = await bindingsOfAddress(tx, { ...question, chainId: question.chain_id, now });
    const epoch = bindings.last === null ? await openEpoch(tx, now, escrowOf(context).epochSeconds) : null;
    return answer(context, question, bindings, epoch);
  },
});

async function recheckWhenDue({ active }: AddressBindings, request: CommandRequest): Promise<Recheck | null> {
  const { now, limits } = request;
  if (active?.proof !== 'contract' || active.checked_at + limits.wallet_recheck_seconds > now) return null;
  // An endpoint that cannot tell changes nothing here: who relies on the binding asks for itself.
  return recheckBinding(active, escrowOf(request).wallets).catch(() => null);
}

async function answer(
  { mediatorDid, keys, now }: CommandRequest,
  { address, chain_id }: Question,
  { active, pending, last }: AddressBindings,
  epoch: Epoch | null,
): Promise<CommandReply<'RESOLVE_ADDRESS'>> {
  const row = pending ? null : active;
  const resolution: ResolvedAddress = {
    escrow: mediatorDid,
    address,
    chain_id,
    at: now,
    binding: row && boundWalletOf(row).binding,
    wallet_signature: row?.wallet_signature ?? null,
    did_signature: row?.did_signature ?? null,
    previous_did: row?.previous_did ?? null,
    previous_signature: row?.previous_signature ?? null,
    moved: row?.moved ? (JSON.parse(row.moved) as ResolvedAddress['moved']) : null,
    epoch: last === null && epoch ? epochView(epoch, address, chain_id) : null,
  };
  return { answer: resolution, signature: await signResolution(resolution, keys.signer) };
}

function epochView({ id, secretMaster }: Epoch, address: string, chainId: number) {
  const { publicKey } = epochAgreer(secretMaster, address);
  return { kid: formatKid(id, chainId), public_key: encodeAgreementKey(publicKey) };
}
