/** The popup's own <App/> over the fake background. The address chooses: `?phase=locked&theme=dark&surface=window&locale=pseudo&many=1000&hang=…&fail=…&unusable=anew&hostile=…#/route`. */
import { render } from 'preact';
import { App } from '../../../components/app.tsx';
import { createCompanion } from '../../../components/companion/companion.ts';
import { createPopupMemory } from '../../../components/companion/popup-memory.ts';
import type { Surface } from '../../../components/companion/surface.ts';
import { createTranslate } from '../../../components/text/translate.ts';
import type { AppState } from '../../../lib/api/popup/popup-rpc.ts';
import messages from '../../../public/_locales/en/messages.json';
import { type Call, createFakeClient } from './fake-client.ts';
import { pseudoSentence } from './pseudo-locale.ts';
import { NOW } from './sample-data.ts';

declare global {
  interface Window {
    /** What a test may look at. */
    preview: { calls: Call[]; opened: string[]; closed: number };
  }
}

const asked = new URLSearchParams(location.search);
const list = (name: string): string[] => asked.get(name)?.split(',') ?? [];
const theme = asked.get('theme');
const lookup = messages as Record<string, { message: string }>;
const pseudo = asked.get('locale') === 'pseudo';

const client = createFakeClient({
  phase: (asked.get('phase') ?? 'unlocked') as AppState['phase'],
  many: asked.has('many') ? Number(asked.get('many')) : null,
  empty: asked.has('empty'),
  hang: list('hang'),
  fail: list('fail'),
  unusable: asked.get('unusable') as 'anew' | 'words' | null,
  state: JSON.parse(asked.get('state') ?? '{}') as Partial<AppState>,
  hostile: asked.get('hostile'),
});
window.preview = { calls: client.calls, opened: [], closed: 0 };

const surface: Surface = {
  kind: (asked.get('surface') ?? 'popup') as Surface['kind'],
  async close() {
    window.preview.closed += 1;
    return asked.get('surface') !== 'tab';
  },
  openPage: (url) => void window.preview.opened.push(url),
  openTab: (route) => void window.preview.opened.push(route),
  askNotifications: async () => true,
  askSiteAccess: async () => true,
};

if (surface.kind === 'popup' && !asked.has('fluid')) document.documentElement.dataset.surface = 'popup';
if (asked.get('dir') === 'rtl') document.documentElement.dir = 'rtl';
const root = document.getElementById('app');
if (root !== null) {
  const memory = createPopupMemory(asked.has('memory') ? localStorage : null);
  const companion = createCompanion({
    client,
    t: createTranslate((key, substitutions) => {
      const message = lookup[key]?.message ?? '';
      return (pseudo ? pseudoSentence(message) : message).replace(
        /\$(\d)/g,
        (_, place: string) => substitutions[Number(place) - 1] ?? '',
      );
    }),
    language: 'en-GB',
    surface,
    memory,
    defaultMediator: 'did:web:a.example',
    now: asked.has('clock') ? Date.now : () => NOW,
  });
  if (theme === 'dark' || theme === 'light') {
    // Refused where there is no storage; the theme is told below as well.
    client.request('settings_set', { settings: { theme } }).catch(() => undefined);
    memory.setTheme(theme);
    document.documentElement.dataset.theme = theme;
  }
  render(<App companion={companion} />, root);
}
