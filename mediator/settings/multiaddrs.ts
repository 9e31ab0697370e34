import * as v from 'valibot';

/** A list of TCP multiaddrs, by commas or spaces. Their finer points are checked by the node that starts with them. */
export const multiaddrs = v.pipe(
  v.string(),
  v.transform((text) => text.split(/[\s,]+/).filter((part) => part !== '')),
  v.minLength(1, 'must name a multiaddr'),
  v.everyItem(
    (part) => /^\/(ip4|ip6|dns|dns4|dns6)\/[^/]+\/tcp\/\d{1,5}(\/p2p\/[A-Za-z0-9]+)?$/.test(part),
    'must be TCP multiaddrs such as /ip4/127.0.0.1/tcp/4001',
  ),
);
