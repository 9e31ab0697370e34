import { pageMethods } from '../../../lib/boundary/handlers/page-methods.ts';
import type { Section } from '../section.ts';

/** What `decentrl_getCapabilities` answers beside the names of the methods: it is the same for every page, so it is asked. */
export const capabilities: Section = {
  document: 'docs/provider-api.md',
  name: 'capabilities',
  async make() {
    const answer = await pageMethods.decentrl_getCapabilities.handle({} as never, {} as never, undefined);
    const text = JSON.stringify(answer, (key, value: unknown) => (key === 'methods' ? undefined : value), 2);
    return ['```json', text, '```'].join('\n');
  },
};
