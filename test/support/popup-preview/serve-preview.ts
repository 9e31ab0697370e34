import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

const ROOT = fileURLToPath(new URL('.', import.meta.url));

/** Serves the preview on a free port of this computer. */
export async function servePreview(port?: number): Promise<{ url: string; close(): Promise<void> }> {
  const server = await createServer({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    cacheDir: fileURLToPath(new URL('../../../node_modules/.vite-popup-preview', import.meta.url)),
    server: {
      host: '127.0.0.1',
      hmr: false,
      ws: false,
      watch: null,
      fs: { strict: false },
      ...(port === undefined ? { port: 0 } : { port }),
    },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    optimizeDeps: {
      include: [
        'preact',
        'preact/hooks',
        'preact/jsx-runtime',
        'preact/jsx-dev-runtime',
        '@preact/signals',
        'wouter-preact',
        'wouter-preact/use-hash-location',

        'uqr',
      ],
    },
  });
  await server.listen();
  const address = server.httpServer?.address();
  if (typeof address !== 'object' || address === null) throw new Error('The preview has no address.');
  return { url: `http://127.0.0.1:${address.port}/`, close: () => server.close() };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await servePreview(Number(process.env.PORT ?? 4173));
  process.stdout.write(`The popup's screens: ${url}\n`);
}
