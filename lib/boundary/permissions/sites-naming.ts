import type { SiteView } from '../../api/popup/popup-rpc.ts';
import { caveatStrings } from './caveats.ts';
import { type SiteViewContext, siteViews } from './site-views.ts';

/** The sites with a live permission that names one of these conversations or DIDs. */
export async function sitesNaming(app: SiteViewContext, names: readonly string[]): Promise<SiteView[]> {
  const sites = await siteViews(app);
  return sites.filter(({ permissions }) =>
    permissions.some(({ caveats }) =>
      [...caveatStrings(caveats, 'contracts'), ...caveatStrings(caveats, 'peers')].some((one) =>
        names.includes(one),
      ),
    ),
  );
}
