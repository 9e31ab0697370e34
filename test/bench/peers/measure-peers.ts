import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { chromium } from 'playwright';
import { build } from 'vite';

const WASM = '/matrix.wasm';

async function bundle(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: { entry: new URL('./page.ts', import.meta.url).pathname, formats: ['es'], fileName: 'peers' },
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  const chunk =
    output !== undefined && 'output' in output
      ? output.output.find((file) => file.type === 'chunk')
      : undefined;
  if (chunk === undefined || !('code' in chunk)) throw new Error('the peers did not bundle');
  return chunk.code;
}

/** Microseconds a message for the peers of P1, measured one after the other in a page of the same Chromium. */
export async function measurePeers(
  chromePath: string,
  texts: readonly string[],
): Promise<{ nip17: number; olm: number }> {
  const script = await bundle();
  const wasm = await readFile(
    new URL(
      '../../../node_modules/@matrix-org/matrix-sdk-crypto-wasm/pkg/matrix_sdk_crypto_wasm_bg.wasm',
      import.meta.url,
    ),
  );
  const server = createServer((request, response) => {
    if (request.url === WASM) response.writeHead(200, { 'content-type': 'application/wasm' }).end(wasm);
    else if (request.url === '/peers.js')
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    else
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<script type="module" src="/peers.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const origin = `http://127.0.0.1:${address.port}`;
  const browser = await chromium.launch({
    executablePath: chromePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--no-first-run',
      '--disable-component-update',
    ],
  });
  try {
    const page = await browser.newPage();
    await page.goto(origin);
    await page.waitForFunction(() => 'peers' in globalThis);
    const olm = await page.evaluate(([list, url]) => globalThis.peers.olm(list, url), [
      [...texts],
      `${origin}${WASM}`,
    ] as const);
    const nip17 = await page.evaluate((list) => globalThis.peers.nip17(list), texts.slice(0, 300));
    return { nip17, olm };
  } finally {
    await browser.close();
    server.close();
  }
}
