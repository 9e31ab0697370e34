import type { ChainSettings } from '../../lib/api/popup/popup-rpc.ts';
import type { MessageKey } from '../text/translate.ts';

/** The chain settings as they stand in the fields. */
export interface ChainForm {
  rpcUrls: [string, string, string];
  contract: string;
  slot: string;
  /** One a line. */
  gateways: string;
  /** One a line: number of the chain, space, URL. */
  chains: string;
  ensRpcUrl: string;
}

/** What is wrong, by field. */
export type ChainProblems = Partial<Record<keyof ChainForm, MessageKey>>;

const CONTRACT = /^0x[0-9a-f]{40}$/i;
const SLOT = /^\d{1,15}$/;
const CHAIN = /^([1-9]\d{0,14})\s+(\S+)$/;

/** Puts settings into fields. */
export function toForm(settings: ChainSettings): ChainForm {
  const [first = '', second = '', third = ''] = settings.rpcUrls;
  return {
    rpcUrls: [first, second, third],
    contract: settings.contract ?? '',
    slot: settings.slot === null ? '' : String(settings.slot),
    gateways: settings.gateways.join('\n'),
    chains: Object.entries(settings.chains)
      .map(([chain, url]) => `${chain} ${url}`)
      .join('\n'),
    ensRpcUrl: settings.ensRpcUrl ?? '',
  };
}

/** Reads the fields; the settings are to be used only where there is no problem. The background checks them again. */
export function fromForm(form: ChainForm): {
  settings: Omit<ChainSettings, 'chainId'>;
  problems: ChainProblems;
} {
  const problems: ChainProblems = {};
  const rpcUrls = form.rpcUrls.map((url) => url.trim()).filter((url) => url !== '');
  const gateways = lines(form.gateways);
  const contract = form.contract.trim();
  const slot = form.slot.trim();
  const ens = form.ensRpcUrl.trim();
  const chains = lines(form.chains).map((line) => CHAIN.exec(line));
  if (!rpcUrls.every(isWebAddress)) problems.rpcUrls = 'chainUrlWrong';
  else if (new Set(rpcUrls.map(hostOf)).size < 3) problems.rpcUrls = 'chainRpcThree';
  if (!gateways.every(isWebAddress)) problems.gateways = 'chainUrlWrong';
  else if (new Set(gateways.map(hostOf)).size < 2) problems.gateways = 'chainGatewaysTwo';
  if (contract !== '' && !CONTRACT.test(contract)) problems.contract = 'chainContractWrong';
  if (slot !== '' && !SLOT.test(slot)) problems.slot = 'chainSlotWrong';
  if (ens !== '' && !isWebAddress(ens)) problems.ensRpcUrl = 'chainUrlWrong';
  if (!chains.every((one) => one !== null && isWebAddress(one[2] ?? ''))) problems.chains = 'chainsWrong';
  return {
    problems,
    settings: {
      rpcUrls,
      gateways,
      contract: contract === '' ? null : contract.toLowerCase(),
      slot: slot === '' ? null : Number(slot),
      ensRpcUrl: ens === '' ? null : ens,
      chains: Object.fromEntries(
        chains.flatMap((one) => (one === null ? [] : [[one[1] ?? '', one[2] ?? '']])),
      ),
    },
  };
}

function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}

/** Tells endpoints apart: two addresses of one host and port do not count as two that agree. */
function hostOf(url: string): string {
  return new URL(url).host;
}
