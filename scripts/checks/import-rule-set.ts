/**
 * What may import what, as ARCHITECTURE.md draws it. import-rules.ts reads this and first proves, on a planted tree,
 * that every rule can refuse.
 */
import type { IFlattenedRuleSet } from 'dependency-cruiser';
import { floorRules } from './floor-rules.ts';
import { mediatorFloors } from './mediator-floors.ts';

type Rules = NonNullable<IFlattenedRuleSet['forbidden']>;

/** A package by name, installed or not. */
const npm = (names: string) => [`node_modules/(${names})(/|$)`, `^(${names})(/|$)`];
const notTypeOnly: { dependencyTypesNot: ['type-only'] } = { dependencyTypesNot: ['type-only'] };

/** Rules on every import that is written down, type-only ones included unless a rule says otherwise. */
export const importRules: Rules = [
  {
    name: 'crypto-stands-alone',
    comment: 'lib/crypto: noble, scure and canonicalize only.',
    severity: 'error',
    from: { path: '^lib/crypto/' },
    to: {
      pathNot: ['^lib/crypto/', ...npm('@noble/[^/]+|@scure/[^/]+|canonicalize')],
    },
  },
  {
    name: 'protocol-is-pure',
    comment: 'lib/protocol: lib/crypto and what that may import, valibot, and multiformats for CIDs.',
    severity: 'error',
    from: { path: '^lib/protocol/' },
    to: {
      pathNot: [
        '^lib/(protocol|crypto)/',
        ...npm('@noble/[^/]+|@scure/[^/]+|canonicalize|valibot|multiformats'),
      ],
    },
  },
  {
    name: 'mediator-shares-the-protocol-only',
    comment: 'mediator/: lib/protocol, lib/crypto and npm.',
    severity: 'error',
    from: { path: '^mediator/', pathNot: '^mediator/escrow/' },
    to: { path: '^(lib|entrypoints|components|test|scripts)/', pathNot: '^lib/(protocol|crypto)/' },
  },
  {
    name: 'escrow-verifies-bindings-as-everybody',
    comment:
      'mediator/escrow: the same, and the one file that verifies a wallet for extension and escrow alike.',
    severity: 'error',
    from: { path: '^mediator/escrow/' },
    to: {
      path: '^(lib|entrypoints|components|test|scripts)/',
      pathNot: ['^lib/(protocol|crypto)/', '^lib/wallet-proof/verify-binding\\.ts$'],
    },
  },
  ...floorRules(mediatorFloors),
  {
    name: 'sql-in-the-store',
    comment: 'kysely: mediator/store, and tests that look into a database.',
    severity: 'error',
    from: { pathNot: '^(mediator/store|test)/' },
    to: { path: npm('kysely') },
  },
  {
    name: 'components-know-the-client-only',
    comment:
      'components/: lib/popup-client, lib/errors/errors and types. Never keys, crypto, stores, handlers.',
    severity: 'error',
    from: { path: '^components/' },
    to: { path: '^lib/', pathNot: '^lib/(popup-client/|errors/errors\\.ts$)', ...notTypeOnly },
  },
  {
    name: 'components-have-no-crypto-or-store',
    comment: 'What a screen renders comes from the background, ready.',
    severity: 'error',
    from: { path: '^components/' },
    to: {
      path: npm('@noble/[^/]+|@scure/[^/]+|hash-wasm|canonicalize|idb|valibot|viem|webextension-polyfill'),
    },
  },
  {
    name: 'browser-only-at-the-edge',
    comment: 'browser.* belongs to entrypoints/ and lib/platform/; everything else runs in Node too.',
    severity: 'error',
    from: { pathNot: '^(lib/platform|entrypoints|test)/' },
    to: { path: ['^lib/platform/browser\\.ts$', ...npm('webextension-polyfill')], ...notTypeOnly },
  },
  {
    name: 'polyfill-in-one-place',
    comment: 'webextension-polyfill is imported by lib/platform/browser.ts.',
    severity: 'error',
    from: { pathNot: '^lib/platform/' },
    to: { path: npm('webextension-polyfill'), ...notTypeOnly },
  },
  {
    name: 'chain-in-its-place',
    comment: 'viem: lib/anchor, lib/wallet-proof/verify-binding, mediator/anchor and contracts only.',
    severity: 'error',
    from: {
      pathNot: '^(lib/anchor/|lib/wallet-proof/verify-binding\\.ts$|mediator/anchor/|contracts/|test/)',
    },
    to: { path: npm('viem') },
  },
  {
    name: 'nobody-imports-entrypoints',
    comment: 'Except extensions made for tests, which wrap the real ones.',
    severity: 'error',
    from: { pathNot: '^(entrypoints|test)/' },
    to: { path: '^entrypoints/' },
  },
  {
    name: 'nobody-imports-components',
    comment: 'Except the page that mounts them, their tests, and what makes documents of their words.',
    severity: 'error',
    from: { pathNot: '^(components|entrypoints/popup|test|scripts/(generated|checks))/' },
    to: { path: '^components/' },
  },
  {
    name: 'nobody-ships-tests-or-scripts',
    severity: 'error',
    from: { path: '^(lib|mediator|components|entrypoints)/' },
    to: { path: '^(test|scripts)/' },
  },
  {
    name: 'extension-has-no-node',
    comment: 'lib/, components/ and entrypoints/ run in browsers: no Node builtins.',
    severity: 'error',
    from: { path: '^(lib|components|entrypoints)/' },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'nothing-shipped-is-a-development-tool',
    severity: 'error',
    from: { path: '^(lib|mediator|components)/' },
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], ...notTypeOnly },
  },
  {
    name: 'everything-resolves',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true, pathNot: '^(virtual:|wxt/)' },
  },
];

/** Rules on what is loaded at run time: type-only imports are gone. */
export const runtimeRules: Rules = [
  {
    name: 'page-scripts-are-small',
    comment:
      'provider and relay run in every page: no noble, idb, valibot, polyfill or viem, however indirectly.',
    severity: 'error',
    from: { path: '^entrypoints/(provider|relay)\\.ts$' },
    to: {
      path: npm('@noble/[^/]+|@scure/[^/]+|hash-wasm|canonicalize|idb|valibot|viem|webextension-polyfill'),
      reachable: true,
    },
  },
  {
    name: 'no-circles',
    comment: 'Two files that need each other at run time are one file, or a third is missing.',
    severity: 'error',
    from: { path: '^(lib|mediator|components|entrypoints)/' },
    to: { circular: true },
  },
];

/** What both runs share. */
export const cruiseOptions = {
  doNotFollow: { path: 'node_modules' },
  exclude: { path: '^(\\.output|\\.wxt|artifacts|node_modules)/' },
  enhancedResolveOptions: {
    exportsFields: ['exports'],
    conditionNames: ['import', 'module', 'browser', 'node', 'default', 'types'],
    mainFields: ['module', 'main', 'types'],
    extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
  },
};
