import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { ApprovalView, IdentityView } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { identityName } from '../inbox/inbox-header.tsx';
import { cleanName } from '../text/clean-text.ts';
import { Identicon } from '../ui/identicon.tsx';

function Line({ identity, sub }: { identity: IdentityView; sub: string }): JSX.Element {
  return (
    <>
      <Identicon did={identity.did} />
      <span class="row-text">
        <span class="row-name strong">
          <bdi>{identityName(identity)}</bdi>
        </span>
        <span class="as-sub">{sub}</span>
      </span>
    </>
  );
}

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
      <div class="as" data-testid="approval-identity">
        <Line identity={only} sub={sub(only)} />
      </div>
    );
  }
  return (
    <fieldset class="as-list" data-testid="approval-identity">
      <legend class="hidden">{t('labelAs')}</legend>
      {identities.map((identity) => (
        <label class="as choosable" key={identity.index}>
          <Line identity={identity} sub={sub(identity)} />
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
