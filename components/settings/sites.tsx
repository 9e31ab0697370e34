import type { JSX } from 'preact';
import { useCompanion } from '../companion/companion-context.ts';
import { useLoad } from '../companion/use-load.ts';
import { hrefTo, ROUTES } from '../route/routes.ts';
import { Empty } from '../ui/empty.tsx';
import { Icon } from '../ui/icon.tsx';
import { Origin } from '../ui/origin.tsx';
import { Problem } from '../ui/problem.tsx';
import { Screen } from '../ui/screen.tsx';
import { Waiting } from '../ui/waiting.tsx';

/** Sites with a grant, or with a remembered no. */
export function Sites(): JSX.Element {
  const { t, client, version, dates, now } = useCompanion();
  const { data, error, reload } = useLoad(
    () => client.request('sites_list', undefined),
    [client, version('sites').value],
  );
  return (
    <Screen testid="screen-sites" title={t('connectedSites')} back>
      <Problem error={error} retry={reload} />
      {data === null && error === null ? <Waiting what={t('waitingSites')} retry={reload} /> : null}
      {data !== null && data.length === 0 ? (
        <Empty icon="site" title={t('sitesEmpty')}>
          {t('sitesEmptyThen')}
        </Empty>
      ) : null}
      <ul class="rows">
        {(data ?? []).map((site) => (
          <li key={site.origin}>
            <a
              class="row tall"
              href={hrefTo(ROUTES.site, site.origin)}
              data-testid="site-row"
              data-origin={site.origin}
            >
              <span class="row-text">
                <Origin
                  origin={site.origin}
                  large={false}
                  note={site.refused ? t('siteRefused') : t('siteUsed', dates.brief(site.lastUsedAt, now()))}
                />
              </span>
              <span class="setting-go">
                <Icon name="forward" size={16} />
              </span>
            </a>
          </li>
        ))}
      </ul>
    </Screen>
  );
}
