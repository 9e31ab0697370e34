/** What a provider rejects with, as a class: for `instanceof` in a dApp, and to throw from the mock. */
export class ProviderRpcError extends Error {
  readonly code: number;
  readonly data: unknown;

  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.name = 'ProviderRpcError';
    this.code = code;
    this.data = data;
  }

  /** The class's form of anything a provider rejected with; other errors become -32603. */
  static from(error: unknown): ProviderRpcError {
    if (error instanceof ProviderRpcError) return error;
    const { code, message, data } = (error ?? {}) as { code?: unknown; message?: unknown; data?: unknown };
    const number = typeof code === 'number' ? code : -32603;
    return new ProviderRpcError(number, typeof message === 'string' ? message : 'Unknown error', data);
  }
}
