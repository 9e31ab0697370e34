import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { ApprovalView, IdentityView } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { cleanName } from '../text/clean-text.ts';
import { identityName } from '../text/identity-name.ts';
import { Party, PartyLine } from '../ui/party.tsx';

interface IdentityChoiceProps {
  approval: ApprovalView;
  chosen: number | null;
  onChoose(index: number): void;
}

/** As which identity: the only one, or one of several. */
export function IdentityChoice({ approval, chosen, onChoose }: IdentityChoiceProps): JSX.Element {
  const { t } = useCompanion();
  const name = useId();
  const { identities, request } = approval;
  const sub = (identity: IdentityView): string => {
    if (request.mode === 'pairwise') return t('asPairwise');
    return approval.kind === 'connect'
      ? t('asShared')
      : `${identity.fingerprint} · ${cleanName(identity.mediatorName)}`;
  };
  const only = identities[0];
  if (identities.length === 1 && only !== undefined) {
    return (
      <Party
        testid="approval-identity"
        did={only.did}
        name={<bdi>{identityName(only)}</bdi>}
        sub={sub(only)}
      />
    );
  }
  return (
    <fieldset class="identity-choice" data-testid="approval-identity">
      <legend class="hidden">{t('labelAs')}</legend>
      {identities.map((identity) => (
        <label class="party choosable" key={identity.index}>
          <PartyLine did={identity.did} name={<bdi>{identityName(identity)}</bdi>} sub={sub(identity)} />
          <input
            type="radio"
            name={name}
            checked={identity.index === chosen}
            data-testid={`approval-identity-${identity.index}`}
            onChange={() => onChoose(identity.index)}
          />
        </label>
      ))}
    </fieldset>
  );
}
