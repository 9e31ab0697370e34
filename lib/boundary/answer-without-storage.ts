import type { PopupRpc } from '../api/popup/popup-rpc.ts';
import { type PopupReply, readPopupMessage } from '../api/wire.ts';
import { serializeError } from '../errors/errors.ts';
import type { StoragePlace } from '../store/storage-place.ts';
import { assertOwnPage, type MessageSender, type OwnExtension } from './call/sender.ts';

const RESET: keyof PopupRpc = 'storage_reset';

/**
 * Answers the extension's own pages while the app could not be made, with why; never rejects. The one thing that can be
 * done then is `storage_reset`.
 */
export async function answerWithoutStorage(
  { place, own }: { place: Pick<StoragePlace, 'beginAnew'>; own: OwnExtension },
  sender: MessageSender,
  message: unknown,
  why: unknown,
): Promise<PopupReply> {
  try {
    assertOwnPage(sender, own);
    if (readPopupMessage(message).method !== RESET) throw why;
    await place.beginAnew();
    return { result: null };
  } catch (error) {
    return { error: serializeError(error, 'popup') };
  }
}
