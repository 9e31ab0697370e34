// The script of /link and /invite: finds a companion and a wallet, and lets the one link the other. It keeps nothing and
// sends nothing anywhere: companion and wallet do, after they asked.
import { findCompanion, findWallets } from './find-providers.js';
import { linkWallet } from './link-wallet.js';
import { errorWords } from './words.js';

const { escrow, host, chain, companion: companionUrl } = document.body.dataset;
const chainId = Number(chain);
const by = (id) => document.getElementById(id);
const isInvite = by('invited') !== null;

let companion = null;
let invited = null;
let working = false;
const wallets = new Map();

function say(id, text) {
  by(id).textContent = text;
}

function readAddress() {
  const address = location.hash.slice(1).toLowerCase();
  const isOne = /^0x[0-9a-f]{40}$/.test(address);
  invited = isOne ? address : null;
  say('invited', isOne ? address : '');
  by('invitation').hidden = !isOne;
  by('incomplete').hidden = isOne;
  by('linking').hidden = !isOne;
  refresh();
}

function refresh() {
  const isReady = companion !== null && wallets.size > 0 && !working && (!isInvite || invited !== null);
  by('link').disabled = !isReady;
  by('wallets').disabled = working;
}

function showCompanion(found) {
  companion = found;
  const name = found.info.name.slice(0, 40);
  say(
    'companion',
    found.canLink ? `${name} is here.` : `${name} is too old to link wallets: bring it up to date.`,
  );
  by('get-companion').hidden = true;
  if (!found.canLink) companion = null;
  refresh();
}

function showNoCompanion() {
  if (companion !== null) return;
  say('companion', 'There is none in this browser. Install it, then load this page again.');
  by('get-companion').hidden = companionUrl === undefined;
}

function showWallet({ info, provider }) {
  if (wallets.has(info.uuid)) return;
  wallets.set(info.uuid, { name: info.name.slice(0, 40), provider });
  const label = document.createElement('label');
  label.className = 'wallet';
  const radio = document.createElement('input');
  radio.type = 'radio';
  radio.name = 'wallet';
  radio.value = info.uuid;
  radio.checked = wallets.size === 1;
  label.append(radio);
  if (/^data:image\/(svg\+xml|png|webp|gif|jpeg)[;,]/.test(info.icon)) {
    const icon = document.createElement('img');
    icon.src = info.icon;
    icon.alt = '';
    label.append(icon);
  }
  const name = document.createElement('span');
  name.textContent = info.name.slice(0, 40);
  label.append(name);
  by('wallets').append(label);
  by('no-wallet').hidden = true;
  refresh();
}

function showNoWallet() {
  if (wallets.size === 0)
    say('no-wallet', 'There is none in this browser. Open this page where your wallet is.');
}

function showStep(name, state) {
  const steps = [...by('steps').children];
  const at = steps.findIndex((step) => step.dataset.step === name);
  steps.forEach((step, index) => {
    step.dataset.state = index < at ? 'done' : index === at ? state : 'later';
    if (index === at && state === 'now') step.setAttribute('aria-current', 'step');
    else step.removeAttribute('aria-current');
  });
}

function tell(kind, text) {
  const notice = by('notice');
  notice.dataset.kind = kind;
  notice.textContent = text;
  notice.hidden = text === '';
  notice.scrollIntoView({ block: 'nearest' });
}

async function start() {
  const chosen = document.querySelector('input[name="wallet"]:checked');
  const wallet = wallets.get(chosen?.value);
  if (!companion || !wallet) return;
  working = true;
  refresh();
  tell('', '');
  by('steps').hidden = false;
  let now = 'identity';
  const onStep = (step) => {
    now = step;
    showStep(step, 'now');
  };
  try {
    const parts = {
      companion: companion.provider,
      wallet: wallet.provider,
      escrow,
      chainId,
      only: invited,
      onStep,
    };
    const { address, alias } = await linkWallet(parts);
    showStep('check', 'done');
    const name = alias === '' ? 'your identity' : `“${alias.slice(0, 64)}”`;
    const short = `${address.slice(0, 6)}…${address.slice(-4)}`;
    tell('done', `Done. ${short} now answers as ${name}. What waited for it arrives in your companion.`);
    by('link').hidden = true;
    by('notice').focus();
  } catch (error) {
    showStep(now, 'failed');
    tell('error', errorWords(error, { step: now, wallet: wallet.name, host, chainId }));
    by('link').textContent = 'Try again';
  } finally {
    working = false;
    refresh();
  }
}

by('link').addEventListener('click', start);
if (isInvite) {
  addEventListener('hashchange', readAddress);
  readAddress();
}
findCompanion(showCompanion, showNoCompanion);
findWallets(showWallet, showNoWallet);
