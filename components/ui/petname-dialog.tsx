import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ContactView } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { ActionDialog } from './action-dialog.tsx';
import { Field } from './field.tsx';

/** Asks for the name the person wants to see for a contact; empty goes back to the contact's own. */
export function PetnameDialog({ contact, onClose }: { contact: ContactView; onClose(): void }): JSX.Element {
  const { t, client, refresh } = useCompanion();
  const [petname, setPetname] = useState(contact.petname ?? '');
  const save = useAction(async () => {
    await client.request('contact_update', {
      signingKey: contact.signingKey,
      petname: petname.trim() === '' ? null : petname.trim(),
    });
    await refresh(['conversations']);
    onClose();
  });
  return (
    <ActionDialog
      testid="petname"
      title={t('petname')}
      label={t('save')}
      tone="primary"
      action={save}
      onClose={onClose}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save.run();
        }}
      >
        <Field
          label={t('petnameLabel')}
          value={petname}
          onText={setPetname}
          testid="petname"
          hint={t('petnameHint')}
          maxLength={64}
        />
      </form>
    </ActionDialog>
  );
}
