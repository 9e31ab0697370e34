import { didWebUrl } from '../protocol/did-web.ts';

/** A mediator for a person: the host, and the path where it has one. The DID itself when it cannot be read. */
export function mediatorName(mediatorDid: string): string {
  try {
    const { baseUrl } = didWebUrl(mediatorDid);
    const { host, pathname } = new URL(baseUrl);
    return pathname === '/' ? host : `${host}${pathname.replace(/\/$/, '')}`;
  } catch {
    return mediatorDid;
  }
}
