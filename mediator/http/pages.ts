import { readFileSync } from 'node:fs';
import { Hono } from 'hono';
import { type PageFacts, renderInvitePage, renderLinkPage } from '../pages/render-page.ts';

const TYPES = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8' };
const FILES = ['tokens.css', 'page.css', 'page.js', 'find-providers.js', 'link-wallet.js', 'words.js'];

// Nothing inline and nothing from elsewhere; the icons of wallets are data URLs. Never in a frame: a click here is a decision.
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cache-control': 'no-cache',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** The pages a person meets: `/link` and `/invite#<address>` (address-messaging.md §1.6), with their files. */
export function pages(facts: PageFacts): Hono {
  const app = new Hono();
  const page = (html: string) => () =>
    new Response(html, { headers: { ...HEADERS, 'content-type': 'text/html; charset=utf-8' } });
  app.get('/link', page(renderLinkPage(facts)));
  app.get('/invite', page(renderInvitePage(facts)));
  for (const name of FILES) {
    const type = TYPES[name.endsWith('.css') ? 'css' : 'js'];
    const text = readFileSync(new URL(`../pages/${name}`, import.meta.url), 'utf8');
    app.get(`/pages/${name}`, () => new Response(text, { headers: { ...HEADERS, 'content-type': type } }));
  }
  return app;
}
