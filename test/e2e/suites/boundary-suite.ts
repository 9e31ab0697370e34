import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { popupFacts } from '../../../lib/api/popup/popup-rpc.ts';
import { type PageServer, servePages } from '../../support/boundary/serve-pages.ts';
import { onboard, reject } from '../../support/companion.ts';
import type { CompanionPage } from '../../support/companion-page.ts';
import { callProvider, provider, type SitePage } from '../../support/dapp-page.ts';
import type { OpenCompanion } from '../../support/open-companion.ts';
import { type RunningMediator, startMediator } from '../../support/start-mediator.ts';
import { waitUntil } from '../../support/wait-until.ts';

/** The page's very first script: notes what it finds, and every message and event that it could hear. */
const watcher = `<!doctype html><title>Site</title><script>
  const heard = [];
  const known = new Set(['DOMContentLoaded', 'load', 'message']);
  const found = typeof window.decentrl + window.status;
  for (const type of ['message', 'messageerror']) {
    addEventListener(type, (event) => heard.push(type + ' ' + JSON.stringify(event.data ?? null) + (event.ports?.length ?? 0)), true);
  }
  const ports = [];
  const post = MessagePort.prototype.postMessage;
  MessagePort.prototype.postMessage = function (...args) { ports.push('postMessage'); return post.apply(this, args); };
  for (const [prototype, name] of [[MessagePort.prototype, 'onmessage'], [MessageEvent.prototype, 'ports'], [MessageEvent.prototype, 'data'], [CustomEvent.prototype, 'detail']]) {
    const { get, set } = Object.getOwnPropertyDescriptor(prototype, name);
    Object.defineProperty(prototype, name, {
      get() { ports.push('get ' + name); return get.call(this); },
      set(value) { ports.push('set ' + name); set?.call(this, value); },
    });
  }
  for (const name of ['addEventListener', 'dispatchEvent']) {
    const original = EventTarget.prototype[name];
    EventTarget.prototype[name] = function (...args) {
      const type = String(args[0]?.type ?? args[0]);
      if (!known.has(type)) ports.push(name + ' ' + type);
      return original.apply(this, args);
    };
  }
  for (const name of ['Event', 'MessageEvent', 'CustomEvent', 'MessageChannel']) {
    const Original = window[name];
    window[name] = new Proxy(Original, { construct(target, args) { ports.push('new ' + name); return new target(...args); } });
  }
</script><p>Site</p>`;

/** Never asks, as a page may that counts on being told. */
const listener = `<!doctype html><title>Listens</title><script>
  const unasked = [];
  addEventListener('decentrl:announceProvider', ({ detail }) => unasked.push(detail.provider === window.decentrl));
</script>`;

/** Puts its own answer into the title of the page around it, by a message. */
const child = `<!doctype html><script>
  const tell = (text) => parent.postMessage({ frame: new URLSearchParams(location.search).get('kind'), text }, '*');
  if (typeof window.decentrl === 'undefined') tell('none');
  else window.decentrl.request({ method: 'decentrl_requestIdentities' }).then(() => tell('granted'), (error) => tell(String(error.code)));
</script>`;

const framed = (port: number) => {
  const inline = child
    .replace("new URLSearchParams(location.search).get('kind')", 'KIND')
    .replaceAll('"', '&quot;');
  const kind = (name: string) => inline.replace('KIND', `'${name}'`);
  return `<!doctype html><title>Frames</title><script>
    const frames = {};
    addEventListener('message', ({ data }) => { if (data.frame) frames[data.frame] = data.text; });
  </script>
  <iframe src="/child?kind=same"></iframe>
  <iframe src="http://127.0.0.1:${port}/child?kind=cross"></iframe>
  <iframe sandbox="allow-scripts" src="/child?kind=sandbox"></iframe>
  <iframe src="/sandboxed?kind=csp"></iframe>
  <iframe srcdoc="${kind('srcdoc')}"></iframe>
  <iframe src="data:text/html,${encodeURIComponent(child.replace("new URLSearchParams(location.search).get('kind')", "'data'"))}"></iframe>
  <iframe id="blank" src="about:blank"></iframe>
  <script>
    const blank = document.querySelector('#blank').contentWindow;
    frames.blank = typeof blank.decentrl === 'undefined' ? 'none' : 'there';
  </script>`;
};

const password = 'harbour lantern quietly 42';

/** What a hostile page can do to the way between itself and the companion: nothing (security.md T-01 to T-22). */
export function boundarySuite(open: () => Promise<OpenCompanion>): void {
  describe('the boundary', () => {
    let mediator: RunningMediator;
    let pages: PageServer;
    let companion: OpenCompanion;
    let popup: CompanionPage;

    beforeAll(async () => {
      mediator = await startMediator();
      pages = await servePages((path, port) => {
        if (path === '/listens') return { body: listener };
        if (path === '/child') return { body: child };
        if (path === '/sandboxed')
          return { body: child, headers: { 'content-security-policy': 'sandbox allow-scripts' } };
        if (path === '/frames') return { body: framed(port) };
        return { body: watcher };
      });
      companion = await open();
      popup = await companion.openPopup();
      await onboard(popup, { name: 'Alice', mediator: mediator.did, password });
    });
    afterAll(async () => {
      await companion?.close();
      await pages?.close();
      await mediator?.stop();
    });

    const nobodyIsAsked = () =>
      waitUntil('no question to be open', async () => (await companion.questions()) === 0);

    const run = (site: SitePage, script: string) =>
      site.evaluate(
        async (text) =>
          JSON.stringify(
            await Reflect.apply(new Function(`return (async () => {${text}})()`), undefined, []),
          ),
        script,
      );

    it('T-21 is there before the page’s first script, and that script hears nothing of it', async () => {
      const site = await companion.openSite(pages.url('/'));
      await provider(site, 'decentrl_getCapabilities');
      await provider(site, 'decentrl_identities');
      const seen = JSON.parse(
        await run(
          site,
          `const frame = document.createElement('iframe');
           document.body.append(frame);
           const plain = new Set(Object.getOwnPropertyNames(frame.contentWindow));
           const extra = Object.getOwnPropertyNames(window).filter((name) => !plain.has(name) && !/^[0-9]+$/.test(name));
           const loaded = performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => !name.startsWith('http'));
           const markup = document.documentElement.outerHTML.includes('extension');
           return { found, heard, ports, extra, loaded, markup };`,
        ),
      );
      expect(seen).toEqual({
        found: 'object',
        heard: [],
        ports: [],
        extra: ['decentrl'],
        loaded: [],
        markup: false,
      });
      await site.close();
    });

    it('T-01 settles a promise by the real answer only, under 10,000 forged ones', async () => {
      const site = await companion.openSite(pages.url('/'));
      const answer = callProvider(site, 'decentrl_requestIdentities');
      const question = await companion.question();
      await run(
        site,
        `const hex = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('');
         for (let i = 0; i < 5000; i++) {
           const id = i % 2 ? hex() : crypto.randomUUID();
           const forged = { id, result: [{ did: 'did:forged', alias: 'Forged' }], channel: 'page', source: 'decentrl' };
           postMessage(forged, '*');
           const { port1 } = new MessageChannel();
           dispatchEvent(new MessageEvent(i % 3 ? id + ':port' : 'message', { data: forged, ports: [port1], cancelable: true }));
           window.status = 'decentrl:' + id;
           dispatchEvent(new MessageEvent('decentrl:' + id, { data: forged }));
           dispatchEvent(new MessageEvent(id, { data: forged }));
           if (i % 100 === 0) await new Promise((resolve) => setTimeout(resolve));
         }
         return true;`,
      );
      await reject(question);
      expect((await answer).error).toMatchObject({ code: 4001, data: { cause: 'rejected' } });
      await nobodyIsAsked();
      await site.close();
    });

    it('T-02 knows no internal method on the way of pages, and changes nothing', async () => {
      const site = await companion.openSite(pages.url('/'));
      for (const method of Object.keys(popupFacts)) {
        const { error } = await callProvider(site, method as 'decentrl_identities', { password } as never);
        expect([method, error?.code]).toEqual([method, -32601]);
      }
      expect(await run(site, `return typeof globalThis.chrome?.runtime?.sendMessage;`)).toBe('"undefined"');
      expect(await popup.sees('screen-inbox')).toBe(true);
      await nobodyIsAsked();
      await site.close();
    });

    it('T-03 T-04 is for the top page alone, in none of seven kinds of frames', async () => {
      const site = await companion.openSite(pages.url('/frames'));
      const frames = await waitUntil('every frame to answer', async () => {
        const answers = JSON.parse(await run(site, 'return frames;')) as Record<string, string>;
        return Object.keys(answers).length === 7 ? answers : undefined;
      });
      expect(frames).toEqual({
        same: 'none',
        cross: 'none',
        sandbox: 'none',
        csp: 'none',
        srcdoc: 'none',
        data: 'none',
        blank: 'none',
      });
      await nobodyIsAsked();
      await site.close();
    });

    it('T-03 gives a sandboxed document at the top nothing', async () => {
      const site = await companion.openSite(pages.url('/'));
      const tab = await site.evaluate((url) => {
        location.assign(url);
        return url;
      }, pages.url('/sandboxed'));
      const answer = await waitUntil(`${tab} to answer`, async () => {
        const found = await site.evaluate(
          () => `${origin} ${typeof Reflect.get(globalThis, 'decentrl')}`,
          '',
        );
        if (!found.startsWith('null')) return undefined;
        return found.endsWith('undefined')
          ? 'none'
          : String((await callProvider(site, 'decentrl_requestIdentities')).error?.code);
      });
      expect(['none', '4100', '4900']).toContain(answer);
      await nobodyIsAsked();
      await site.close();
    });

    it('T-06 shows the origin the browser saw, whatever the page calls itself', async () => {
      const site = await companion.openSite(pages.url('/', '127.0.0.1'));
      const claims = { origin: 'https://bank.example', url: 'https://bank.example/login' };
      const answer = callProvider(site, 'decentrl_requestIdentities', { reason: 'hello', ...claims } as {
        reason: string;
      });
      const question = await companion.question();
      await question.see('screen-approval');
      const [shown] = await question.texts('screen-approval');
      expect(shown).toContain(`127.0.0.1:${pages.port}`);
      expect(shown).not.toContain('bank.example');
      await reject(question);
      await answer;
      await nobodyIsAsked();
      await site.close();
    });

    it('T-19 works on in a page that has changed everything it can reach', async () => {
      const site = await companion.openSite(pages.url('/'));
      // Written without for-of and destructuring: they use what is tampered with here.
      const outcome = await run(
        site,
        `const evil = () => { throw new Error('tampered'); };
         const plainThen = Promise.prototype.then;
         const kept = {
           stringify: JSON.stringify, parse: JSON.parse, get: Map.prototype.get, add: Set.prototype.add,
           apply: Reflect.apply, create: Object.create, iterator: Array.prototype[Symbol.iterator],
         };
         const names = ['method', 'id', 'error', 'event', 'params'];
         names.forEach((name) => Object.defineProperty(Object.prototype, name, { value: 'polluted', configurable: true, writable: true }));
         JSON.stringify = JSON.parse = evil;
         MessagePort.prototype.postMessage = EventTarget.prototype.dispatchEvent = EventTarget.prototype.addEventListener = evil;
         Object.defineProperty(MessageEvent.prototype, 'data', { get: evil });
         Map.prototype.get = Set.prototype.add = Reflect.apply = Object.create = Array.prototype[Symbol.iterator] = evil;
         crypto.randomUUID = () => 'guessed';
         const settled = await new Promise((resolve) => {
           const failed = (error) => resolve(error.message);
           const first = decentrl.request({ method: 'decentrl_getCapabilities' });
           const second = decentrl.request({ method: 'decentrl_identities', params: {} });
           plainThen.call(first, (a) => plainThen.call(second, (b) => resolve([a.apiVersion, b.length]), failed), failed);
         });
         Array.prototype[Symbol.iterator] = kept.iterator;
         Object.create = kept.create;
         Reflect.apply = kept.apply;
         Set.prototype.add = kept.add;
         Map.prototype.get = kept.get;
         JSON.parse = kept.parse;
         JSON.stringify = kept.stringify;
         names.forEach((name) => delete Object.prototype[name]);
         return settled;`,
      );
      expect(JSON.parse(outcome)).toEqual(['1.0', 0]);
      await site.close();
      const other = await companion.openSite(pages.url('/'));
      expect(await provider(other, 'decentrl_identities')).toEqual([]);
      await other.close();
    });

    it('T-22 announces itself to a page that only listens', async () => {
      const site = await companion.openSite(pages.url('/listens'));
      await waitUntil('the announcement', async () => (await run(site, 'return unasked;')) === '[true]');
      await site.close();
    });

    it('T-22 cannot be replaced, only found', async () => {
      const site = await companion.openSite(pages.url('/'));
      const outcome = await run(
        site,
        `const real = decentrl;
         const tries = [
           () => { window.decentrl = {}; },
           () => Object.defineProperty(window, 'decentrl', { value: {} }),
           () => { delete window.decentrl; },
           () => { decentrl.request = () => 'forged'; },
         ];
         for (const attempt of tries) { try { attempt(); } catch {} }
         const announced = [];
         addEventListener('decentrl:announceProvider', ({ detail }) => announced.push(detail));
         dispatchEvent(new Event('decentrl:requestProvider'));
         const [{ info, provider }] = announced;
         return [decentrl === real, provider === real, Object.getPrototypeOf(real), Object.isFrozen(real), Object.isFrozen(info), info.rdns, Object.keys(info).join()];`,
      );
      expect(JSON.parse(outcome)).toEqual([
        true,
        true,
        null,
        true,
        true,
        'example.decentrl.companion',
        'uuid,name,icon,rdns,apiVersion,features',
      ]);
      await site.close();
    });
  });
}
