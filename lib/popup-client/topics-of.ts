import { type PopupRpc, popupFacts } from '../api/popup/popup-rpc.ts';
import type { Topic } from '../api/popup/topics.ts';

/** The topics on which whoever shows the result of a method reads it again. */
export function topicsOf(method: keyof PopupRpc): readonly Topic[] {
  return popupFacts[method].topics;
}
