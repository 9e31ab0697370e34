import type { JSX } from 'preact';
import { useCompanion } from '../companion/companion-context.ts';
import { useRead } from '../companion/use-read.ts';
import { hrefTo, ROUTES } from '../route/routes.ts';
import { Empty } from '../ui/empty.tsx';
import { Icon } from '../ui/icon.tsx';
import { Origin } from '../ui/origin.tsx';
import { Problem } from '../ui/problem.tsx';
import { Screen } from '../ui/screen.tsx';
import { Waiting } from '../ui/waiting.tsx';

/** Sites that were granted something, and those whose questions are refused unasked. */
export function Sites(): JSX.Element {
  const { t, dates, now } = useCompanion();
  const { data, error, reload } = useRead('sites_list', undefined);
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
