/** What a build may set. */
interface ImportMeta {
  readonly env: {
    /** The mediator offered at the welcome, a `did:web`. */
    readonly WXT_DEFAULT_MEDIATOR?: string;
  };
}
