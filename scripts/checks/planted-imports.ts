import { mediatorFloors } from './mediator-floors.ts';
import { plantedFloors } from './planted-floors.ts';

const floors = plantedFloors(mediatorFloors);

/**
 * A small tree in which every rule of import-rule-set.ts is broken once: `refused` says which file breaks
 * which. A new rule needs a line here, or the check fails.
 */
export const plantedImports: { files: Record<string, string>; refused: Record<string, string> } = {
  files: {
    'package.json':
      '{"name":"planted","type":"module","dependencies":{"valibot":"*"},"devDependencies":{"vitest":"*"}}',
    'lib/store/database.ts': 'export const database = 1;\n',
    'lib/crypto/bytes.ts':
      "import { database } from '../store/database.ts';\nexport const bytes = database;\n",
    'lib/protocol/did.ts': "import { openDB } from 'idb';\nexport const did = openDB;\n",
    'lib/keys/keyring.ts': "import 'webextension-polyfill';\nexport const keyring = 1;\n",
    'lib/platform/browser.ts': "export { default as browser } from 'webextension-polyfill';\n",
    'lib/events/send.ts': "import { browser } from '../platform/browser.ts';\nexport const send = browser;\n",
    'lib/events/node.ts': "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n",
    'lib/events/chain.ts': "import { hashTypedData } from 'viem';\nexport const chain = hashTypedData;\n",
    'lib/events/gone.ts': "export { gone } from './not-there.ts';\n",
    'lib/events/tool.ts': "import { it } from 'vitest';\nexport const tool = it;\n",
    'lib/events/entry.ts': "export * from '../../entrypoints/relay.ts';\n",
    'lib/events/screen.ts': "export * from '../../components/screen.tsx';\n",
    'lib/events/tested.ts': "export * from '../../test/support/harness.ts';\n",
    'lib/rpc/one.ts': "import { two } from './two.ts';\nexport const one = () => two;\n",
    'lib/rpc/two.ts': "import { one } from './one.ts';\nexport const two = () => one;\n",
    'lib/rpc/wire.ts': "import { object } from 'valibot';\nexport const wire = object({});\n",
    'components/screen.tsx':
      "import { keyring } from '../lib/keys/keyring.ts';\nexport const screen = keyring;\n",
    'components/list.tsx': "import { openDB } from 'idb';\nexport const list = openDB;\n",
    'mediator/main.ts':
      "import { database } from '../lib/store/database.ts';\nexport const main = database;\n",
    'lib/held/keep-copy.ts': 'export const keepCopy = 1;\n',
    'mediator/escrow/resolve.ts':
      "import { keepCopy } from '../../lib/held/keep-copy.ts';\nexport const resolve = keepCopy;\n",
    'mediator/commands/query.ts': "import { sql } from 'kysely';\nexport const query = sql;\n",
    ...floors.files,
    'entrypoints/relay.ts': "import { wire } from '../lib/rpc/wire.ts';\nexport const relay = wire;\n",
    'test/support/harness.ts': 'export const harness = 1;\n',
  },
  refused: {
    'crypto-stands-alone': 'lib/crypto/bytes.ts',
    'protocol-is-pure': 'lib/protocol/did.ts',
    'mediator-shares-the-protocol-only': 'mediator/main.ts',
    'escrow-verifies-bindings-as-everybody': 'mediator/escrow/resolve.ts',
    ...floors.refused,
    'sql-in-the-store': 'mediator/commands/query.ts',
    'components-know-the-client-only': 'components/screen.tsx',
    'components-have-no-crypto-or-store': 'components/list.tsx',
    'browser-only-at-the-edge': 'lib/events/send.ts',
    'polyfill-in-one-place': 'lib/keys/keyring.ts',
    'chain-in-its-place': 'lib/events/chain.ts',
    'nobody-imports-entrypoints': 'lib/events/entry.ts',
    'nobody-imports-components': 'lib/events/screen.ts',
    'nobody-ships-tests-or-scripts': 'lib/events/tested.ts',
    'extension-has-no-node': 'lib/events/node.ts',
    'nothing-shipped-is-a-development-tool': 'lib/events/tool.ts',
    'everything-resolves': 'lib/events/gone.ts',
    'page-scripts-are-small': 'entrypoints/relay.ts',
    'no-circles': 'lib/rpc/one.ts',
  },
};
