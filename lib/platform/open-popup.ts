import type { Action, Runtime, Tabs } from 'webextension-polyfill';

interface PopupApi {
  action: Pick<Action.Static, 'openPopup' | 'setPopup'>;
  tabs: Pick<Tabs.Static, 'create'>;
  runtime: Pick<Runtime.Static, 'getURL'>;
}

const PAGE = 'popup.html';

/** Opens the toolbar popup at a route or, where the browser will not (no window, no gesture), a tab. */
export async function openPopup(api: PopupApi, route: string): Promise<void> {
  try {
    await api.action.setPopup({ popup: `${PAGE}#${route}` });
    await api.action.openPopup();
  } catch {
    await api.tabs.create({ url: api.runtime.getURL(`/${PAGE}#${route}`) });
  } finally {
    await api.action.setPopup({ popup: PAGE });
  }
}
