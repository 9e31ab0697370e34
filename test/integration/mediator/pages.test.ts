import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningMediator, startMediator } from '../../support/start-mediator.ts';

const ESCROW = { ESCROW: '1', IPFS_API_URL: 'http://127.0.0.1:1' };

describe('the pages of an escrow', () => {
  let mediator: RunningMediator;
  beforeAll(async () => {
    mediator = await startMediator({
      env: { ...ESCROW, COMPANION_URL: 'https://decentrl.example/?a="><b>' },
    });
  });
  afterAll(() => mediator.stop());

  it('are small, allow nothing inline, nothing from elsewhere and no frame', async () => {
    for (const path of ['/link', '/invite']) {
      const response = await fetch(mediator.url + path);
      const html = await response.text();
      expect(response.headers.get('content-security-policy')).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      );
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
      expect(html).not.toMatch(/<script(?![^>]* src=)|<style| style=| on[a-z]+=/);
      expect(html).toContain(`data-escrow="${mediator.did}"`);
      expect(html).not.toContain('<b>');
      expect(html.length).toBeLessThan(6_000);
    }
  });

  it('have their files, and no others', async () => {
    for (const [name, type] of [
      ['tokens.css', 'text/css'],
      ['page.css', 'text/css'],
      ['page.js', 'text/javascript'],
    ]) {
      const response = await fetch(`${mediator.url}/pages/${name}`);
      expect([response.status, response.headers.get('content-type')]).toEqual([
        200,
        `${type}; charset=utf-8`,
      ]);
    }
    for (const name of ['render-page.ts', '..%2Fmain.ts', 'x.js']) {
      expect((await fetch(`${mediator.url}/pages/${name}`)).status).toBe(404);
    }
  });
});

describe('the pages under a path', () => {
  it('are under it with everything they need', async () => {
    const mediator = await startMediator({ env: { ...ESCROW, PUBLIC_URL: 'https://example.org/m' } });
    const origin = `http://127.0.0.1:${mediator.port}`;
    const html = await (await fetch(`${origin}/m/link`)).text();
    for (const [, path] of html.matchAll(/(?:src|href)="(pages\/[^"]+)"/g)) {
      expect((await fetch(new URL(path as string, `${origin}/m/link`))).status).toBe(200);
    }
    expect((await fetch(`${origin}/link`)).status).toBe(404);
    await mediator.stop();
  });
});

describe('a mediator that is no escrow', () => {
  it('has no pages', async () => {
    const mediator = await startMediator();
    expect((await fetch(`${mediator.url}/link`)).status).toBe(404);
    expect((await fetch(`${mediator.url}/invite`)).status).toBe(404);
    await mediator.stop();
  });
});
