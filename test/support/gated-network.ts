import type { AppDeps } from '../../lib/app.ts';

/** A network whose requests can be stopped on their way or lost, by a text that is in them. */
export interface GatedNetwork {
  fetch: AppDeps['fetch'];
  /** Texts: a request with one of them in it does not get through. */
  broken: string[];
  /** Stops the next request with this text in it: `arrived` resolves when it stands there, `open` lets it leave or answers in its place. */
  stop(text: string): { arrived: Promise<void>; open(instead?: Response): void };
}

/** Makes one in front of the real network, in which everything gets through. */
export function gatedNetwork(): GatedNetwork {
  const gates: { text: string; reached(): void; opened: Promise<Response | undefined> }[] = [];
  const network: GatedNetwork = {
    broken: [],
    stop(text) {
      const [arrival, opening] = [
        Promise.withResolvers<void>(),
        Promise.withResolvers<Response | undefined>(),
      ];
      gates.push({ text, reached: arrival.resolve, opened: opening.promise });
      return { arrived: arrival.promise, open: opening.resolve };
    },
    async fetch(url, init) {
      const body = typeof init.body === 'string' ? init.body : '';
      if (network.broken.some((text) => body.includes(text))) throw new TypeError('Failed to fetch');
      const at = gates.findIndex(({ text }) => body.includes(text));
      const [gate] = at === -1 ? [] : gates.splice(at, 1);
      gate?.reached();
      return (await gate?.opened) ?? fetch(url, init);
    },
  };
  return network;
}
