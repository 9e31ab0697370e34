// A whole dApp: it finds the companion, connects, opens a contract with a person, writes to them and shows what comes back.
// It holds no key and no password; everything it may do, the person has agreed to.

/** @typedef {import('../../lib/provider/decentrl-provider.ts').DecentrlProvider} DecentrlProvider */
/** @typedef {import('../../lib/api/decentrl-rpc.ts').Contract} Contract */
/** @typedef {import('../../lib/api/decentrl-rpc.ts').CompanionEvent} CompanionEvent */

const TYPE = 'chat.message';
const find = (/** @type {string} */ name) => document.querySelector(`[data-testid="${name}"]`);
const show = (/** @type {string} */ name, /** @type {string} */ text) => {
  find(name).textContent = text;
};

/** The companion announces itself; whoever loads later asks it to do so again. @returns {Promise<DecentrlProvider>} */
function findCompanion() {
  return new Promise((resolve) => {
    addEventListener('decentrl:announceProvider', (event) => resolve(event.detail.provider), { once: true });
    dispatchEvent(new Event('decentrl:requestProvider'));
  });
}

const companion = await findCompanion();
show('status', 'Companion found');
find('connect').disabled = false;

let connected = false;
/** @type {string | null} */
let contractId = null;
/** @type {string | null} */
let subscription = null;

/** Runs what a click asked for, and says in words what stood in its way. */
async function attempt(work) {
  show('problem', '');
  try {
    await work();
  } catch (error) {
    // 4001: the person said no, or closed the window. Everything else has a sentence of its own.
    show('problem', error.code === 4001 ? 'You declined.' : error.message);
  }
}

/** @param {{did: string, alias: string | null}[]} identities */
function showIdentities([identity]) {
  connected = identity !== undefined;
  show('identity', connected ? (identity.alias ?? 'No name') : 'not connected');
  show('did', identity?.did ?? '');
  show('status', connected ? 'Connected' : 'Companion found');
  find('connect').hidden = connected;
  find('disconnect').hidden = !connected;
  find('open-contract').disabled = !connected;
  find('wallet-send').disabled = !connected;
  if (connected) return showContracts();
  find('contracts').replaceChildren();
  return leaveConversation();
}

async function showContracts() {
  const { items } = await companion.request({ method: 'decentrl_getContracts' });
  find('contracts').replaceChildren(...items.map(contractRow));
}

/** @param {Contract} contract */
function contractRow(contract) {
  const button = document.createElement('button');
  button.className = 'quiet';
  button.dataset.testid = 'contract';
  button.dataset.contractId = contract.contractId;
  button.dataset.status = contract.status;
  button.disabled = contract.status !== 'active';
  button.setAttribute('aria-pressed', String(contract.contractId === contractId));
  const name = document.createElement('span');
  name.className = 'mono';
  name.textContent = `…${contract.peer.slice(-24)}`;
  const status = document.createElement('span');
  status.className = 'meta';
  status.textContent = contract.status;
  button.append(name, status);
  button.addEventListener('click', () => attempt(() => enterConversation(contract.contractId)));
  const row = document.createElement('li');
  row.append(button);
  return row;
}

async function leaveConversation() {
  const left = subscription;
  contractId = null;
  subscription = null;
  document.querySelector('#conversation').hidden = true;
  if (left !== null && connected) {
    await companion.request({ method: 'decentrl_unsubscribe', params: { subscriptionId: left } });
  }
}

/** @param {string} id */
async function enterConversation(id) {
  await leaveConversation();
  contractId = id;
  document.querySelector('#conversation').hidden = false;
  find('events').replaceChildren();
  const { items } = await companion.request({
    method: 'decentrl_getEvents',
    params: { contractId: id, types: [TYPE] },
  });
  for (const event of items) showEvent(event);
  // Whatever happens from here on is pushed; `after` closes the gap between the two calls.
  const after = items.at(-1)?.cursor;
  subscription = await companion.request({
    method: 'decentrl_subscribe',
    params: { contractId: id, types: [TYPE], ...(after === undefined ? {} : { after }) },
  });
  await showContracts();
}

/** @param {CompanionEvent} event */
function showEvent(event) {
  const known = document.querySelector(`li[data-event-id="${CSS.escape(event.eventId)}"]`);
  const row = known ?? addRow(event.eventId, event.direction, event.data?.content ?? event.type);
  if (event.direction === 'in') setState(row, 'received');
  else if (known === null) refreshState(event.eventId);
}

function addRow(eventId, direction, text) {
  const row = document.createElement('li');
  row.dataset.testid = 'event';
  row.dataset.eventId = eventId;
  row.dataset.direction = direction;
  const state = document.createElement('span');
  state.className = 'meta';
  row.append(String(text), state);
  find('events').append(row);
  return row;
}

function setState(row, state) {
  row.dataset.state = state;
  row.querySelector('.meta').textContent = state;
}

async function refreshState(eventId) {
  const { state } = await companion.request({ method: 'decentrl_getEventStatus', params: { eventId } });
  companionState({ eventId, state });
}

function companionState({ eventId, state }) {
  const row = document.querySelector(`li[data-event-id="${CSS.escape(eventId)}"]`);
  if (row !== null) setState(row, state);
}

companion.on('identitiesChanged', (identities) => attempt(() => showIdentities(identities)));
companion.on('contractChanged', () => attempt(() => (connected ? showContracts() : undefined)));
companion.on('eventStatus', companionState);
companion.on('message', ({ type, data }) => {
  if (type === 'decentrl_subscription' && data.subscription === subscription) showEvent(data.event);
  if (type === 'decentrl_gap' && data.contractId === contractId) {
    addRow(`gap-${data.from}`, 'gap', `${data.to - data.from + 1} messages are missing here`);
  }
});
companion.on('disconnect', ({ message }) => show('problem', message));

find('connect').addEventListener('click', () =>
  attempt(async () => {
    const identities = await companion.request({
      method: 'decentrl_requestIdentities',
      params: { reason: 'Harbour shows your messages and writes in your name.' },
    });
    await showIdentities(identities);
  }),
);

find('disconnect').addEventListener('click', () =>
  attempt(async () => {
    await companion.request({ method: 'wallet_revokePermissions', params: { decentrl_identities: {} } });
    await showIdentities([]);
  }),
);

document.querySelector('#open').addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(async () => {
    const peer = new FormData(event.target).get('peer').trim();
    // Resolves when the person agreed to send the proposal; the answer of the other one comes as `contractChanged`.
    await companion.request({
      method: 'decentrl_openContract',
      params: { peer, purpose: 'Messages in Harbour', eventTypes: [TYPE] },
    });
    event.target.reset();
    await showContracts();
  });
});

document.querySelector('#send').addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(async () => {
    const content = new FormData(event.target).get('text');
    const { eventId, state } = await companion.request({
      method: 'decentrl_sendEvent',
      params: { contractId, type: TYPE, data: { content }, idempotencyKey: crypto.randomUUID() },
    });
    event.target.reset();
    // Durable now; from here on `eventStatus` tells: queued → accepted → delivered → read.
    setState(
      document.querySelector(`li[data-event-id="${eventId}"]`) ?? addRow(eventId, 'out', content),
      state,
    );
  });
});

document.querySelector('#wallet').addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(async () => {
    const form = new FormData(event.target);
    const to = form.get('to').trim();
    const grant = { peers: [to], eventTypes: [TYPE] };
    await companion.request({ method: 'wallet_requestPermissions', params: { dmtp_send: grant } });
    // Where nobody answers for the wallet yet, the person is asked with the name of whoever could read it until then.
    const content = { type: TYPE, body: { content: form.get('text') } };
    const { delivery } = await companion.request({
      method: 'dmtp_sendMessage',
      params: { to, content, allowHeld: true, idempotencyKey: crypto.randomUUID() },
    });
    event.target.reset();
    show('wallet-state', delivery === 'held' ? 'Held until the wallet is linked' : 'Sent end to end');
  });
});

await attempt(async () => showIdentities(await companion.request({ method: 'decentrl_identities' })));
