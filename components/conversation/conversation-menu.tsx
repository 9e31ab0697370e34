import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ContactView } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { ROUTES, routeTo } from '../route/routes.ts';
import { useRoute } from '../route/use-route.ts';
import { Menu } from '../ui/menu.tsx';
import { PetnameDialog } from '../ui/petname-dialog.tsx';
import { RevokeDialog } from '../ui/revoke-dialog.tsx';
import { AnchorDialog } from './anchor-dialog.tsx';

interface ConversationMenuProps {
  conversationId: string;
  contact: ContactView;
  /** Own stored events are anchored from now on. */
  anchoring: boolean;
  onChanged(): void;
}

/** What can be done with a relationship from its conversation. */
export function ConversationMenu({
  conversationId,
  contact,
  anchoring,
  onChanged,
}: ConversationMenuProps): JSX.Element {
  const { t, client, refresh } = useCompanion();
  const { go } = useRoute();
  const [dialog, setDialog] = useState<'petname' | 'revoke' | 'anchor' | null>(null);
  const block = useAction(async () => {
    await client.request('contact_update', { signingKey: contact.signingKey, blocked: !contact.blocked });
    await refresh(['conversations']);
  });
  const toContact = (): void => go(routeTo(ROUTES.contact, contact.signingKey));
  const ended = contact.status === 'revoked';
  return (
    <>
      <Menu
        label={t('conversationMenu')}
        testid="conversation-menu"
        items={[
          { icon: 'person', label: t('contact'), testid: 'menu-contact', onChoose: toContact },
          {
            icon: 'pencil',
            label: t('petname'),
            testid: 'menu-petname',
            onChoose: () => setDialog('petname'),
          },
          { icon: 'shield', label: t('safetyNumber'), testid: 'menu-safety', onChoose: toContact },
          {
            icon: 'anchor',
            label: anchoring ? t('anchoringStop') : t('anchoringStart'),
            testid: 'menu-anchor',
            onChoose: () => setDialog('anchor'),
          },
          {
            icon: 'block',
            label: contact.blocked ? t('unblock') : t('block'),
            testid: 'menu-block',
            onChoose: () => void block.run(),
          },
          ...(ended
            ? []
            : [
                {
                  icon: 'trash' as const,
                  label: t('revokeContract'),
                  testid: 'menu-revoke',
                  danger: true,
                  onChoose: () => setDialog('revoke'),
                },
              ]),
        ]}
      />
      {dialog === 'petname' ? <PetnameDialog contact={contact} onClose={() => setDialog(null)} /> : null}
      {dialog === 'anchor' ? (
        <AnchorDialog
          conversationId={conversationId}
          anchoring={anchoring}
          onClose={() => {
            setDialog(null);
            onChanged();
          }}
        />
      ) : null}
      {dialog === 'revoke' ? <RevokeDialog contact={contact} onClose={() => setDialog(null)} /> : null}
    </>
  );
}
