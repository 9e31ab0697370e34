import type { JSX } from 'preact';
import type { SiteView } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { hrefTo, ROUTES } from '../route/routes.ts';
import { Origin } from '../ui/origin.tsx';
import { Section } from '../ui/section.tsx';

/** The sites that may write to or read from this contact, each a link to what it was granted. */
export function ContactSites({ sites }: { sites: SiteView[] }): JSX.Element | null {
  const { t } = useCompanion();
  if (sites.length === 0) return null;
  return (
    <Section label={t('sitesOfContact')}>
      <ul>
        {sites.map((site) => (
          <li key={site.origin}>
            <a class="plain-link" href={hrefTo(ROUTES.site, site.origin)}>
              <Origin origin={site.origin} large={false} />
            </a>
          </li>
        ))}
      </ul>
    </Section>
  );
}
