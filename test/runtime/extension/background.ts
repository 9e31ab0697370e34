/** Background of the test-only extension: runs the rows beside it and keeps the answer for its page. */
import { runCases } from '../run-cases.ts';

interface ExtensionApi {
  runtime: { getURL(path: string): string };
  storage: { local: { set(items: Record<string, unknown>): Promise<void> } };
}

const api = ((globalThis as { browser?: ExtensionApi }).browser ??
  (globalThis as { chrome?: ExtensionApi }).chrome) as ExtensionApi;

async function run(): Promise<void> {
  try {
    const response = await fetch(api.runtime.getURL('cases.json'));
    await api.storage.local.set({ results: JSON.stringify(await runCases(await response.json())) });
  } catch (error) {
    await api.storage.local.set({ results: JSON.stringify({ failure: String(error) }) });
  }
}

void run();
