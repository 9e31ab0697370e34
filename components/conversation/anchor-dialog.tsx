import type { JSX } from 'preact';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Problem } from '../ui/problem.tsx';

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
    <Dialog
      testid="anchor-dialog"
      title={anchoring ? t('anchoringStopTitle') : t('anchoringStartTitle')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose} testid="anchor-cancel">
            {t('cancel')}
          </Button>
          <Button tone="primary" busy={change.busy} onClick={() => void change.run()} testid="anchor-confirm">
            {anchoring ? t('anchoringStopDo') : t('anchoringStartDo')}
          </Button>
        </>
      }
    >
      <p>{anchoring ? t('anchoringStopBody') : t('anchoringStartBody')}</p>
      <Problem error={change.error} />
    </Dialog>
  );
}
