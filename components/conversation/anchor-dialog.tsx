import type { JSX } from 'preact';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { ActionDialog } from '../ui/action-dialog.tsx';

interface AnchorDialogProps {
  conversationId: string;
  anchoring: boolean;
  onClose(): void;
}

/** Asks before the stored messages of a conversation are anchored, or are not any more: what becomes public cannot be taken back. */
export function AnchorDialog({ conversationId, anchoring, onClose }: AnchorDialogProps): JSX.Element {
  const { t, client } = useCompanion();
  const change = useAction(async () => {
    await client.request('conversation_setAnchoring', { conversationId, on: !anchoring });
    onClose();
  });
  return (
    <ActionDialog
      testid="anchor"
      title={anchoring ? t('anchoringStopTitle') : t('anchoringStartTitle')}
      label={anchoring ? t('anchoringStopDo') : t('anchoringStartDo')}
      tone="primary"
      action={change}
      onClose={onClose}
    >
      <p>{anchoring ? t('anchoringStopBody') : t('anchoringStartBody')}</p>
    </ActionDialog>
  );
}
