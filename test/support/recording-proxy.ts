import { connect, createServer, type Socket } from 'node:net';

export interface RecordingProxy {
  readonly port: number;
  /** Every byte that went through, both ways, in order of arrival. */
  recorded(): Buffer;
  /** Cuts what is open and refuses what comes, as a network that is gone; `true` brings it back. */
  setOnline(online: boolean): void;
  stop(): Promise<void>;
}

/** A plain TCP relay on 127.0.0.1 that keeps all it carries: what somebody on the wire, or the server, could see. */
export async function startRecordingProxy(targetPort: number, port = 0): Promise<RecordingProxy> {
  const chunks: Buffer[] = [];
  const open = new Set<Socket>();
  let online = true;
  const server = createServer((client) => {
    if (!online) {
      client.destroy();
      return;
    }
    const upstream = connect(targetPort, '127.0.0.1');
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(from);
      from.on('data', (chunk) => {
        chunks.push(Buffer.from(chunk));
        to.write(chunk);
      });
      from.on('end', () => to.end());
      from.on('error', () => to.destroy());
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('The proxy has no port.');
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: address.port,
    recorded: () => Buffer.concat(chunks),
    setOnline(next) {
      online = next;
      if (!next) cut();
    },
    async stop() {
      cut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
