/** What a page says about the mediator that serves it. */
export interface PageFacts {
  did: string;
  /** Host as people know it. */
  host: string;
  chainId: number;
  /** Where the companion can be had; null when nobody said. */
  companionUrl: string | null;
}

const STEPS = [
  ['identity', 'Your companion shows this page who you are'],
  ['account', 'Your wallet names its address'],
  ['ask', 'Your companion asks whether to link the two'],
  ['sign', 'Your wallet signs'],
];

/** The page where a person links a wallet. Everything that depends on the browser is filled in by its script. */
export function renderLinkPage(facts: PageFacts): string {
  const host = escapeHtml(facts.host);
  const intro = `<div class="intro">
<h1>Link a wallet</h1>
<p>Whoever knows your wallet’s address can then write to you, and only you two can read it.</p>
<p class="quiet">Your wallet signs one statement: that it answers under your identity. That moves no money and allows no transaction. ${host} keeps the statement and shows it to whoever asks for that address.</p>
</div>`;
  return renderPage(facts, 'Link a wallet', intro);
}

/** The page behind `/invite#<address>`. The address is in the fragment, which browsers do not send: the mediator never sees it. */
export function renderInvitePage(facts: PageFacts): string {
  const host = escapeHtml(facts.host);
  const intro = `<div id="incomplete" hidden>
<h1>This link names no wallet</h1>
<p>Its end is missing or damaged. Ask whoever sent it to send it again.</p>
</div>
<div class="intro" id="invitation" hidden>
<h1>A message may be waiting for this wallet</h1>
<p class="address" id="invited"></p>
<p>Somebody who knows this address wrote to it through ${host}. You can get it here if the wallet is yours.</p>
<p class="quiet">Until then ${host} can read it; afterwards only you two can. It goes back to the sender if it is not fetched in time. This link holds no secret, and whoever else has it gets nothing.</p>
<ol class="how">
<li>Install the Decentrl companion in this browser.</li>
<li>Make an identity in it, at ${host} or any other mediator.</li>
<li>Link the wallet to it, below. What was written arrives in your companion.</li>
</ol>
</div>`;
  return renderPage(facts, 'A message for a wallet', intro);
}

function renderPage(facts: PageFacts, title: string, intro: string): string {
  const host = escapeHtml(facts.host);
  const { companionUrl } = facts;
  const data = [
    `data-escrow="${escapeHtml(facts.did)}"`,
    `data-host="${host}"`,
    `data-chain="${facts.chainId}"`,
    ...(companionUrl === null ? [] : [`data-companion="${escapeHtml(companionUrl)}"`]),
  ].join(' ');
  const steps = [...STEPS, ['check', `${host} checks the signature`]]
    .map(([step, text]) => `<li data-step="${step}" data-state="later">${text}</li>`)
    .join('\n');
  const get = escapeHtml(companionUrl ?? '');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · ${host}</title>
<link rel="stylesheet" href="pages/tokens.css">
<link rel="stylesheet" href="pages/page.css">
<script type="module" src="pages/page.js"></script>
</head>
<body ${data}>
<p class="host">${host}</p>
<main>
${intro}
<section id="linking" aria-label="Link a wallet">
<ul class="parts">
<li><h2>Your companion</h2><p class="quiet"><span id="companion" role="status">Looking for it…</span> <a id="get-companion" href="${get}" rel="noreferrer" hidden>Get the companion</a></p></li>
<li><fieldset id="wallets"><legend>Your wallet</legend><p class="quiet" id="no-wallet" role="status">Looking for it…</p></fieldset></li>
</ul>
<button id="link" type="button" disabled>Link this wallet</button>
<ol id="steps" hidden>
${steps}
</ol>
<p id="notice" class="notice" role="status" tabindex="-1" hidden></p>
<noscript><p class="notice" data-kind="error">This page needs JavaScript to reach your companion and your wallet.</p></noscript>
</section>
</main>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
