import { parseServerFrame } from '../../protocol/socket-frames.ts';

export type SocketHint = 'events' | 'requests' | 'contracts';

/**
 * What a text frame of the mediator comes to: a hint, the end of authentication, or null for everything else (`pong`,
 * frames of the future, nonsense). What a hint carries is dropped: it is read again by query.
 */
export function socketHint(text: string): SocketHint | 'authenticated' | 'refused' | null {
  if (!text.startsWith('{')) return null;
  try {
    const { type } = parseServerFrame(text);
    if (type === 'AUTH_SUCCESS') return 'authenticated';
    if (type === 'AUTH_FAILED') return 'refused';
    if (type === 'PENDING_EVENTS') return 'events';
    return type === 'CONTRACTS_CHANGED' ? 'contracts' : 'requests';
  } catch {
    return null;
  }
}
