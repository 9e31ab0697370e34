import { NoAccountError, OtherWalletError } from './link-wallet.js';

const CHAINS = { 1: 'Ethereum', 137: 'Polygon', 80002: 'Polygon Amoy' };
const REASONS = {
  RATE_LIMITED: 'It is asked too much just now: wait a minute.',
  QUOTA_EXCEEDED: 'A quota of yours is used up there.',
  INVALID_SIGNATURE: 'It does not accept this signature. Was it made by the wallet you chose?',
  NOT_REGISTERED: 'You are not registered there.',
};

/** What went wrong, in plain words, and what to do. The words of a wallet are repeated only where nothing better is known. */
export function errorWords(error, { step, wallet, host, chainId }) {
  const isWallet = step === 'account' || step === 'sign';
  const who = isWallet ? wallet : 'Your companion';
  if (error instanceof OtherWalletError) {
    return `${wallet} is open with another account. Choose the address above in it, and try again.`;
  }
  if (error instanceof NoAccountError) return `${wallet} shows no account. Unlock it, and try again.`;
  switch (error?.code) {
    case 4001:
      return isWallet ? `You said no in ${wallet}. Nothing was linked.` : refusalWords(error);
    case 4100:
      return `${who} does not let this page ask. Allow it there, and try again.`;
    case 4902:
      return `${wallet} does not know ${CHAINS[chainId] ?? `chain ${chainId}`}. Add it there, and try again.`;
    case -32002:
      return `${wallet} waits for your answer to an earlier question. Open it.`;
    case 4200:
    case -32601:
      return `${who} cannot do that. Try a newer version${isWallet ? ' or another wallet' : ''}.`;
    case 4320:
      return 'Your companion is locked. Unlock it, and try again.';
    case 4900:
      return 'Your companion was stopped or updated. Load this page again.';
    case 4901:
      return `Your companion cannot reach ${host}. Try again in a while.`;
    case 4317:
      return `${host} refused. ${REASONS[error.data?.reason] ?? 'Try again: what was signed is good for ten minutes only.'}`;
    case -32005:
      return 'That was too often. Wait a minute, and try again.';
    default:
      return `${who} could not do it${said(error)}. Nothing was linked.`;
  }
}

function refusalWords(error) {
  const cause = error.data?.cause;
  if (cause === 'timeout') return 'The question in your companion ran out. Nothing was linked.';
  if (cause === 'dismissed') return 'The question in your companion was closed. Nothing was linked.';
  return 'You said no in your companion. Nothing was linked.';
}

function said(error) {
  const text = typeof error?.message === 'string' ? error.message.trim().slice(0, 160) : '';
  return text === '' ? '' : `: “${text.replace(/\.$/, '')}”`;
}
