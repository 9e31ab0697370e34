import { UnreachableError } from './unreachable-error.ts';

/**
 * Reads a reply's body as text and stops at `limit` bytes, whatever its headers claim. Throws `UnreachableError`
 * (`too-large`, `aborted` by `signal`, `malformed` when it is not UTF-8).
 */
export async function readCapped(response: Response, limit: number, signal: AbortSignal): Promise<string> {
  if (response.body === null) return '';
  if (Number(response.headers.get('content-length') ?? 0) > limit) {
    await response.body.cancel().catch(() => undefined);
    throw new UnreachableError('too-large');
  }
  const reader = response.body.getReader();
  const aborted = new Promise<never>((_, reject) => {
    const stop = () => reject(new UnreachableError('aborted', signal.reason));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  // A body that drips without end must not outlive the deadline, even where the platform forgets to abort it.
  aborted.catch(() => undefined);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let size = 0;
  let text = '';
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), aborted]);
      if (done) return text + decode(decoder, undefined);
      size += value.byteLength;
      if (size > limit) throw new UnreachableError('too-large');
      text += decode(decoder, value);
    }
  } catch (error) {
    reader.cancel().catch(() => undefined);
    throw error;
  }
}

function decode(decoder: TextDecoder, chunk: Uint8Array | undefined): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch (cause) {
    throw new UnreachableError('malformed', cause);
  }
}
