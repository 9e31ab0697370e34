import { didWebFromUrl, didWebUrl } from '../protocol/did-web.ts';
import { ProtocolError } from '../protocol/protocol-error.ts';

/** The DID a person means, or null. A host without a scheme is https, or http on this machine. */
export function typedMediator(text: string): string | null {
  const typed = text.trim();
  try {
    if (typed.startsWith('did:')) {
      didWebUrl(typed);
      return typed;
    }
    const isLocal = /^(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(typed);
    const url = /^[a-z]+:\/\//i.test(typed) ? typed : `${isLocal ? 'http' : 'https'}://${typed}`;
    return URL.canParse(url) ? didWebFromUrl(url) : null;
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}
