import type { Bytes } from '../crypto/bytes.ts';

/** Files in the extension's folder `data` that are read when they are needed, so that no wake has to load them. */
export type PackagedFileName = 'argon2.wasm' | 'blake2b.wasm' | 'bip39-english.txt' | 'common-passwords.bin';

/** Reads a packaged file. Rejects when it is not there. */
export type PackagedFile = (name: PackagedFileName) => Promise<Bytes>;

/** Reads packaged files from the extension itself; `getUrl` is `runtime.getURL`. Needs `connect-src 'self'`. */
export function createPackagedFile(getUrl: (path: string) => string): PackagedFile {
  return async (name) => {
    const response = await fetch(getUrl(`/data/${name}`));
    if (!response.ok) throw new Error(`The packaged file ${name} cannot be read`);
    return new Uint8Array(await response.arrayBuffer());
  };
}
