import * as v from 'valibot';
import type { AnchorsRpc } from '../../../api/popup/anchors.ts';
import { canonicalJson } from '../../../crypto/canonical.ts';
import { DEFAULT_CHAIN_SETTINGS } from '../../../domain/chain-settings.ts';
import { InvalidParamsError } from '../../../errors/errors.ts';
import { contactableUrl } from '../../../net/host-policy.ts';
import { anchorEntryView } from '../../../views/anchor-entry-view.ts';
import type { PopupArea } from '../method/popup-method.ts';
import { address, chainId, id, none, text } from '../params/shared.ts';

const url = v.pipe(text(2_048, 1), v.url());
const settings = v.object({
  chainId: v.exactOptional(chainId),
  rpcUrls: v.exactOptional(v.pipe(v.array(url), v.minLength(1), v.maxLength(9))),
  contract: v.exactOptional(v.nullable(address)),
  slot: v.exactOptional(v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0)))),
  gateways: v.exactOptional(v.pipe(v.array(url), v.maxLength(9))),
  chains: v.exactOptional(v.record(v.pipe(v.string(), v.regex(/^[1-9][0-9]{0,15}$/)), url)),
  ensRpcUrl: v.exactOptional(v.nullable(url)),
});
const message = v.object({ messageId: id });

/** The background's half of what is about anchors. */
export const anchorsMethods: PopupArea<AnchorsRpc> = {
  anchor_get: {
    params: message,
    async handle(app, { messageId }) {
      const read = await app.anchors.read(messageId, { now: true });
      return { entries: read.map(anchorEntryView) };
    },
  },
  // Canonical JSON, which is what is checked; it contains the words. Throws AnchorUnavailableError.
  anchor_exportProof: {
    params: message,
    async handle(app, { messageId }) {
      const proof = await app.anchors.prove(messageId);
      return { fileName: `proof-${proof.cid.slice(-12)}.json`, json: canonicalJson(proof) };
    },
  },
  anchor_settingsGet: {
    params: none,
    handle: async (app) => ({ ...(await app.chainSettings.get()), defaults: DEFAULT_CHAIN_SETTINGS }),
  },
  // Throws InvalidParamsError for an address that may not be contacted.
  anchor_settingsSet: {
    params: v.object({ settings }),
    async handle(app, params) {
      const { rpcUrls = [], gateways = [], chains = {}, ensRpcUrl } = params.settings;
      const others = [...Object.values(chains), ...(ensRpcUrl ? [ensRpcUrl] : [])];
      for (const one of [...rpcUrls, ...gateways, ...others]) assertContactable(one);
      const changed = await app.chainSettings.set(params.settings);
      app.changes.popup('settings');
      return changed;
    },
  },
};

function assertContactable(address: string): void {
  try {
    contactableUrl(address, 'http', true);
  } catch {
    throw new InvalidParamsError(`This address cannot be used: ${address}. Use a public https address.`);
  }
}
