/** Every screen of the popup in the preview: the address that shows it and what must be there when it is ready. */
export interface PreviewScreen {
  name: string;
  /** Query and hash. */
  address: string;
  ready: string;
  size?: { width: number; height: number };
  /** Steps on the page before it is what its name says. */
  act?: { fill?: [string, string]; click?: string; press?: string; wait?: string }[];
}

const APPROVAL = { width: 400, height: 620 };
const TAB = { width: 1000, height: 720 };
const at = (testid: string): string => `[data-testid="${testid}"]`;

export const PREVIEW_SCREENS: PreviewScreen[] = [
  { name: 'welcome-1-name', address: '?phase=empty', ready: at('welcome-name') },
  {
    name: 'welcome-2-mediator',
    address: '?phase=empty',
    ready: at('welcome-name'),
    act: [
      { fill: [at('welcome-name'), 'Alice'] },
      { click: at('welcome-next') },
      { wait: `${at('welcome-mediator-verdict')}[data-ok=true]` },
    ],
  },
  {
    name: 'welcome-2-mediator-bad',
    address: '?phase=empty',
    ready: at('welcome-name'),
    act: [
      { fill: [at('welcome-name'), 'Alice'] },
      { click: at('welcome-next') },
      { fill: [at('welcome-mediator'), 'down.example'] },
      { wait: at('welcome-mediator-again') },
    ],
  },
  {
    name: 'welcome-3-password',
    address: '?phase=empty',
    ready: at('welcome-name'),
    act: [
      { fill: [at('welcome-name'), 'Alice'] },
      { click: at('welcome-next') },
      { wait: `${at('welcome-mediator-verdict')}[data-ok=true]` },
      { click: at('welcome-next') },
      { fill: [at('welcome-password'), 'seven green lanterns'] },
      { wait: `${at('strength')}[data-ok=true]` },
    ],
  },
  {
    name: 'welcome-4-covered',
    address: '?phase=empty',
    ready: at('welcome-name'),
    act: [
      { fill: [at('welcome-name'), 'Alice'] },
      { click: at('welcome-next') },
      { wait: `${at('welcome-mediator-verdict')}[data-ok=true]` },
      { click: at('welcome-next') },
      { fill: [at('welcome-password'), 'seven green lanterns'] },
      { wait: `${at('strength')}[data-ok=true]` },
      { click: at('welcome-next') },
      { wait: at('screen-welcome-words') },
    ],
  },
  {
    name: 'welcome-4-words',
    address: '?phase=empty',
    ready: at('welcome-name'),
    act: [
      { fill: [at('welcome-name'), 'Alice'] },
      { click: at('welcome-next') },
      { wait: `${at('welcome-mediator-verdict')}[data-ok=true]` },
      { click: at('welcome-next') },
      { fill: [at('welcome-password'), 'seven green lanterns'] },
      { wait: `${at('strength')}[data-ok=true]` },
      { click: at('welcome-next') },
      { wait: at('screen-welcome-words') },
      { click: at('welcome-next') },
      { wait: at('words') },
    ],
  },
  {
    name: 'restore',
    address: '?phase=empty',
    ready: at('welcome-name'),
    act: [{ click: at('welcome-restore') }, { wait: `${at('restore-mediator-verdict')}[data-ok=true]` }],
  },
  { name: 'unlock', address: '?phase=locked', ready: at('unlock-password') },
  {
    name: 'unlock-wrong',
    address: '?phase=locked',
    ready: at('unlock-password'),
    act: [
      { fill: [at('unlock-password'), 'wrong'] },
      { click: at('unlock-submit') },
      { wait: at('unlock-password-error') },
    ],
  },
  {
    name: 'unlock-wait',
    address: '?phase=locked&state={"unlockNotBefore":1795270000000}',
    ready: at('unlock-wait'),
  },
  { name: 'damaged', address: '?phase=damaged', ready: at('screen-damaged') },
  { name: 'inbox', address: '?', ready: at('conversation-row') },
  { name: 'inbox-empty', address: '?empty', ready: at('empty-new') },
  { name: 'inbox-words', address: '?state={"wordsConfirmed":false}', ready: at('banner-words') },
  { name: 'inbox-many', address: '?many=1000', ready: at('conversation-row') },
  {
    name: 'inbox-search-none',
    address: '?',
    ready: at('search'),
    act: [{ fill: [at('search'), 'albatross'] }, { wait: '.empty-title' }],
  },
  { name: 'inbox-slow', address: '?hang=conversations_list', ready: at('retry') },
  { name: 'inbox-failed', address: '?fail=conversations_list', ready: at('problem') },
  {
    name: 'inbox-focus',
    address: '?',
    ready: at('conversation-row'),
    act: [
      { press: 'Tab' },
      { press: 'Tab' },
      { press: 'Tab' },
      { press: 'Tab' },
      { press: 'Tab' },
      { press: 'Tab' },
      { press: 'Tab' },
      { press: 'Tab' },
      { press: 'Tab' },
    ],
  },
  { name: 'requests', address: '?#/requests', ready: at('request-row') },
  { name: 'requests-empty', address: '?empty#/requests', ready: '.empty-title' },
  { name: 'approvals', address: '?#/approvals', ready: at('approval-row') },
  { name: 'conversation', address: '?#/c/bob', ready: at('message') },
  { name: 'conversation-states', address: '?#/c/states', ready: at('message') },
  { name: 'conversation-dapp', address: '?#/c/market', ready: at('message') },
  { name: 'conversation-rtl', address: '?#/c/rtl', ready: at('message') },
  {
    name: 'conversation-menu',
    address: '?#/c/bob',
    ready: at('message'),
    act: [{ click: at('conversation-menu') }, { wait: at('menu-revoke') }],
  },
  {
    name: 'conversation-revoke',
    address: '?#/c/bob',
    ready: at('message'),
    act: [{ click: at('conversation-menu') }, { click: at('menu-revoke') }, { wait: at('revoke-dialog') }],
  },
  {
    name: 'conversation-link',
    address: '?#/c/states',
    ready: at('message'),
    act: [{ click: `${at('chat-link')}[data-host="evil.example"]` }, { wait: at('link-dialog') }],
  },
  { name: 'conversation-proposed', address: '?#/c/dave', ready: at('composer') },
  { name: 'conversation-revoked', address: '?#/c/old', ready: at('closed') },
  {
    name: 'conversation-send-failed',
    address: '?fail=conversation_send#/c/bob',
    ready: at('composer'),
    act: [{ fill: [at('composer'), 'Hello there'] }, { click: at('send') }, { wait: at('send-problem') }],
  },
  {
    name: 'conversation-long-draft',
    address: '?#/c/bob',
    ready: at('composer'),
    act: [
      { fill: [at('composer'), `${'A long text that goes on. '.repeat(530)}`] },
      { wait: at('composer-counter') },
    ],
  },
  { name: 'new-message', address: '?#/new', ready: at('new-did') },
  {
    name: 'new-message-request',
    address: '?#/new',
    ready: at('new-did'),
    act: [
      {
        fill: [
          at('new-did'),
          'did:decentrl:R3JhY2U:z6MkGraceGraceGraceGraceGraceGraceGraceGraceGrace1:z6LSGraceGraceGraceGraceGraceGraceGraceGraceGrace1:ZGlkOndlYjpiLmV4YW1wbGU',
        ],
      },
      { wait: at('new-note') },
    ],
  },
  {
    name: 'new-message-wrong',
    address: '?#/new',
    ready: at('new-did'),
    act: [{ fill: [at('new-did'), 'bob@example.com'] }, { wait: at('new-did-error') }],
  },
  { name: 'request', address: '?#/request/frank', ready: at('request-accept') },
  { name: 'request-ambiguous', address: '?#/request/support', ready: at('request-ambiguous') },
  {
    name: 'approval-connect',
    address: '?surface=window#/approval/connect',
    ready: `${at('approval-approve')}[data-armed=true]`,
    size: APPROVAL,
  },
  {
    name: 'approval-arming',
    address: '?surface=window#/approval/connect',
    ready: at('approval-approve'),
    size: APPROVAL,
  },
  {
    name: 'approval-contract',
    address: '?surface=window#/approval/contract',
    ready: `${at('approval-approve')}[data-armed=true]`,
    size: APPROVAL,
  },
  {
    name: 'approval-signin',
    address: '?surface=window#/approval/sign',
    ready: `${at('approval-approve')}[data-armed=true]`,
    size: APPROVAL,
  },
  {
    name: 'approval-hostile',
    address: '?surface=window#/approval/hostile',
    ready: `${at('approval-approve')}[data-armed=true]`,
    size: APPROVAL,
  },
  {
    name: 'approval-puny',
    address: '?surface=window#/approval/puny',
    ready: `${at('approval-approve')}[data-armed=true]`,
    size: APPROVAL,
  },
  {
    name: 'approval-gone',
    address: '?surface=window#/approval/none',
    ready: at('approval-close'),
    size: APPROVAL,
  },
  {
    name: 'contact',
    address: '?#/c/bob',
    ready: at('message'),
    act: [{ click: at('open-contact') }, { wait: at('safety-number') }],
  },
  { name: 'me', address: '?#/me', ready: at('did') },
  { name: 'settings', address: '?#/settings', ready: at('settings-receipts') },
  { name: 'settings-identities', address: '?#/settings/identities', ready: at('identity-add') },
  {
    name: 'settings-add-identity',
    address: '?#/settings/identities/new',
    ready: `${at('identity-mediator-verdict')}[data-ok=true]`,
  },
  { name: 'settings-sites', address: '?#/settings/sites', ready: at('site-row') },
  {
    name: 'settings-site',
    address: `?#/settings/sites/${encodeURIComponent('https://harbour.market.example')}`,
    ready: at('site-revoke'),
  },
  { name: 'settings-mediator', address: '?#/settings/mediator', ready: at('sync-now') },
  { name: 'settings-lock', address: '?#/settings/lock', ready: at('lock-after-15m') },
  {
    name: 'settings-lock-never',
    address: '?#/settings/lock',
    ready: at('lock-after-15m'),
    act: [{ click: at('lock-after-never') }, { wait: at('lock-never-password') }],
  },
  {
    name: 'settings-words',
    address: '?#/settings',
    ready: at('settings-words'),
    act: [{ click: at('settings-words') }, { wait: at('words-password') }],
  },
  {
    name: 'settings-password',
    address: '?#/settings',
    ready: at('settings-password'),
    act: [
      { click: at('settings-password') },
      { wait: at('password-new') },
      { fill: [at('password-new'), 'short'] },
      { wait: `${at('strength')}[data-ok=false][data-score]` },
    ],
  },
  { name: 'settings-diagnostics', address: '?#/settings/diagnostics', ready: at('diagnostics-report') },
  {
    name: 'settings-erase',
    address: '?state={"wordsConfirmed":false}#/settings',
    ready: at('settings-erase'),
    act: [{ click: at('settings-erase') }, { wait: at('erase-word') }],
  },
  {
    name: 'help',
    address: '?',
    ready: at('conversation-row'),
    act: [{ press: '?' }, { wait: at('help-dialog') }],
  },
  { name: 'tab-conversation', address: '?surface=tab#/c/bob', ready: at('message'), size: TAB },
  { name: 'tab-inbox', address: '?surface=tab', ready: at('conversation-row'), size: TAB },
  { name: 'tab-settings', address: '?surface=tab#/settings', ready: at('settings-receipts'), size: TAB },
  { name: 'tab-welcome', address: '?surface=tab&phase=empty', ready: at('welcome-name'), size: TAB },
  { name: 'tab-unlock', address: '?surface=tab&phase=locked', ready: at('unlock-password'), size: TAB },
];
