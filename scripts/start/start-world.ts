import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../test/support/free-port.ts';
import { type RecordingProxy, startRecordingProxy } from '../../test/support/recording-proxy.ts';
import { serveDapp } from '../../test/support/serve-dapp.ts';
import { type RunningMediator, startMediator } from '../../test/support/start-mediator.ts';

/** A mediator, and in a walkthrough the wire in front of it. */
export interface WorldMediator extends RunningMediator {
  readonly wire: RecordingProxy | null;
}

/** Two mediators that know nothing of each other, and a dApp. */
export interface World {
  readonly a: WorldMediator;
  readonly b: WorldMediator;
  readonly dappUrl: string;
  stop(): Promise<void>;
}

export interface WorldOptions {
  folder: string;
  /** Fixed ports of dApp, mediator A and mediator B; free ones, behind wires that record, otherwise. */
  ports?: { dapp: number; a: number; b: number };
}

/** Starts a mediator on a port, or on a free one behind a wire that records. */
export async function startWithWire(
  dataDir: string,
  port: number | undefined,
  env: Record<string, string> = {},
): Promise<WorldMediator> {
  await mkdir(dataDir, { recursive: true });
  if (port !== undefined) {
    const mediator = await startMediator({ dataDir, port, limits: null, env: { LOG_LEVEL: 'info', ...env } });
    return { ...mediator, wire: null };
  }
  const own = await freePort();
  const wire = await startRecordingProxy(own);
  const all = { PUBLIC_URL: `http://127.0.0.1:${wire.port}`, ...env };
  return { ...(await startMediator({ dataDir, port: own, limits: null, env: all })), wire };
}

/** Starts both mediators with data in `folder`, and serves the dApp. Whatever started is stopped when a part fails. */
export async function startWorld({ folder, ports }: WorldOptions): Promise<World> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    const start = async (name: string, port: number | undefined) => {
      const mediator = await startWithWire(join(folder, `mediator-${name}`), port);
      stops.push(async () => {
        await mediator.wire?.stop();
        await mediator.stop();
      });
      return mediator;
    };
    const a = await start('a', ports?.a);
    const b = await start('b', ports?.b);
    const dapp = await serveDapp({ port: ports?.dapp ?? 0 });
    stops.push(() => dapp.stop());
    return { a, b, dappUrl: dapp.url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
