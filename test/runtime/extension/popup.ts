/** Page of the test-only extension: shows what the background answered. */
interface ExtensionApi {
  storage: {
    local: { get(key: string): Promise<{ results?: string }> };
    onChanged: { addListener(listener: () => void): void };
  };
}

const api = ((globalThis as { browser?: ExtensionApi }).browser ??
  (globalThis as { chrome?: ExtensionApi }).chrome) as ExtensionApi;

async function show(): Promise<void> {
  const { results } = await api.storage.local.get('results');
  if (results) document.body.textContent = results;
}

api.storage.onChanged.addListener(() => void show());
void show();
