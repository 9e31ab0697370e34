/** What a dApp developer imports: types, discovery, errors, a mock for tests and the SDK's transport. No dependencies. */

export type * from '../../api/decentrl-rpc.ts';
export type { DecentrlRpc } from '../../api/page.ts';
export type { DecentrlProvider, ProviderDetail, ProviderInfo } from '../decentrl-provider.ts';
export { createMockProvider, type MockProvider } from './mock-provider.ts';
export { ProviderRpcError } from './provider-rpc-error.ts';
export { createProviderStore, type ProviderStore } from './provider-store.ts';
export { createSdkTransport, type SdkTransport, type TransportCommand } from './sdk-transport.ts';
