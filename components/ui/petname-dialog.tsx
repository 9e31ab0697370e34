import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ContactView } from '../../lib/rpc/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Field } from './field.tsx';
import { Problem } from './problem.tsx';

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
    <Dialog
      testid="petname-dialog"
      title={t('petname')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose} testid="petname-cancel">
            {t('cancel')}
          </Button>
          <Button tone="primary" busy={save.busy} onClick={() => void save.run()} testid="petname-save">
            {t('save')}
          </Button>
        </>
      }
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
      <Problem error={save.error} />
    </Dialog>
  );
}
