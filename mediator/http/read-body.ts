import type { IncomingMessage } from 'node:http';
import { Refusal } from '../errors/refusal.ts';

/**
 * The text of a request's body, at most `maxBytes`. More is refused before it is read: by its announced length, or else as
 * soon as the limit is passed, so that nothing larger is ever held.
 * @throws Refusal `PAYLOAD_TOO_LARGE`; `INVALID_COMMAND` for a body that breaks off, or is not UTF-8
 */
export function readBody(incoming: IncomingMessage, maxBytes: number): Promise<string> {
  if (Number(incoming.headers['content-length'] ?? 0) > maxBytes) {
    return Promise.reject(new Refusal('PAYLOAD_TOO_LARGE'));
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const stop = (code: 'PAYLOAD_TOO_LARGE' | 'INVALID_COMMAND') => {
      incoming.off('data', onData);
      incoming.off('end', onEnd);
      incoming.pause();
      reject(new Refusal(code));
    };
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) stop('PAYLOAD_TOO_LARGE');
      else chunks.push(chunk);
    };
    const onEnd = () => {
      try {
        resolve(decode(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
      } catch {
        reject(new Refusal('INVALID_COMMAND'));
      }
    };
    incoming.on('data', onData);
    incoming.on('end', onEnd);
    incoming.on('error', () => stop('INVALID_COMMAND'));
    incoming.on('close', () => {
      if (!incoming.readableEnded) stop('INVALID_COMMAND');
    });
  });
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const decode = (bytes: Buffer) => decoder.decode(bytes);
