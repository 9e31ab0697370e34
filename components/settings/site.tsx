import type { JSX } from 'preact';
import type { Permission } from '../../lib/api/decentrl-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { useRead } from '../companion/use-read.ts';
import { ROUTES } from '../route/routes.ts';
import { useRoute } from '../route/use-route.ts';
import { cleanText } from '../text/clean-text.ts';
import { identityName } from '../text/identity-name.ts';
import type { MessageKey } from '../text/translate.ts';
import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { Origin } from '../ui/origin.tsx';
import { Party } from '../ui/party.tsx';
import { Problem } from '../ui/problem.tsx';
import { Screen } from '../ui/screen.tsx';
import { Section } from '../ui/section.tsx';
import { Waiting } from '../ui/waiting.tsx';

const MAY: Record<Permission['parentCapability'], MessageKey> = {
  decentrl_identities: 'mayIdentities',
  decentrl_contracts: 'mayContracts',
  decentrl_events: 'mayEvents',
  dmtp_send: 'mayHeldSend',
  dmtp_read: 'mayHeldRead',
};

/** What one site may do, when it was last used and until when it may; and the button that ends it. */
export function Site({ origin }: { origin: string }): JSX.Element {
  const { t, client, dates, refresh } = useCompanion();
  const { go } = useRoute();
  const { data, error, reload } = useRead('sites_list', undefined);
  const revoke = useAction(async () => {
    await client.request('sites_revoke', { origin });
    await refresh(['sites', 'state']);
    go(ROUTES.sites, true);
  });
  const site = data?.find((one) => one.origin === origin);
  if (site === undefined) {
    return (
      <Screen testid="screen-site" title={t('site')} back>
        <Problem error={error} retry={reload} />
        {data === null ? (
          <Waiting what={t('waitingSites')} retry={reload} />
        ) : (
          <Empty icon="site" title={t('siteGone')}>
            {t('siteGoneThen')}
          </Empty>
        )}
      </Screen>
    );
  }
  return (
    <Screen
      testid="screen-site"
      title={t('site')}
      back
      above={<Problem error={revoke.error} />}
      footer={
        <Button tone="danger" busy={revoke.busy} onClick={() => void revoke.run()} testid="site-revoke">
          {site.refused ? t('siteForget') : t('siteRevoke')}
        </Button>
      }
    >
      <Section>
        <Origin origin={site.origin} note={t('siteUsed', dates.brief(site.lastUsedAt, Date.now()))} />
      </Section>
      {site.refused ? (
        <p class="lead">{t('siteRefusedThen')}</p>
      ) : (
        <>
          <Section label={t('labelMay')}>
            {site.permissions.map((permission) => (
              <div class="may" key={permission.id}>
                <p>{t(MAY[permission.parentCapability])}</p>
                {permission.caveats.map((one) => (
                  <p class="mono quiet wrap" key={one.type}>
                    <bdi>{cleanText(`${one.type}: ${JSON.stringify(one.value)}`)}</bdi>
                  </p>
                ))}
              </div>
            ))}
          </Section>
          {site.identities.length > 0 ? (
            <Section label={t('labelAs')}>
              {site.identities.map((identity) => (
                <Party
                  key={identity.index}
                  did={identity.did}
                  name={<bdi>{identityName(identity)}</bdi>}
                  sub={<span class="sub-line mono">{identity.fingerprint}</span>}
                />
              ))}
            </Section>
          ) : null}
          <Section label={t('labelUntil')}>
            <p class="until">{site.expiresAt === null ? t('untilYouRevoke') : dates.full(site.expiresAt)}</p>
          </Section>
        </>
      )}
    </Screen>
  );
}
