/**
 * `node contracts/deploy.ts`: deploys MessageAnchor with the mediator's own settings, `ANCHOR_RPC_URL`,
 * `ANCHOR_PRIVATE_KEY` and `ANCHOR_CHAIN_ID` (default 137), and prints the address to set as `ANCHOR_CONTRACT`.
 * The key comes from the environment only: arguments are seen by everybody on a machine and kept in histories.
 */
import { deployMessageAnchor } from './deploy-message-anchor.ts';

const { ANCHOR_RPC_URL: rpcUrl, ANCHOR_PRIVATE_KEY: key = '', ANCHOR_CHAIN_ID: chain = '137' } = process.env;

if (!rpcUrl || !/^0x[0-9a-f]{64}$/i.test(key) || !/^[1-9]\d{0,15}$/.test(chain)) {
  process.stderr.write(
    'Set ANCHOR_RPC_URL (such as http://127.0.0.1:8545), ANCHOR_PRIVATE_KEY (0x and 64 hex digits) and, for another ' +
      'chain than Polygon (137), ANCHOR_CHAIN_ID (Amoy: 80002).\n',
  );
  process.exit(2);
}
try {
  const { address, block, gasUsed } = await deployMessageAnchor({
    rpcUrl,
    privateKey: key as `0x${string}`,
    chainId: Number(chain),
  });
  process.stdout.write(`ANCHOR_CONTRACT=${address}\n(chain ${chain}, block ${block}, ${gasUsed} gas)\n`);
} catch (error) {
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`Not deployed: ${text.replaceAll(key, '(key)')}\n`);
  process.exit(1);
}
