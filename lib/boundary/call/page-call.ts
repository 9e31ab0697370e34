/** Who calls, as far as the browser vouches for it. Nothing in here was chosen by the page. */
export interface PageCall {
  /** Stamped by the browser: `https://…` or loopback `http://…`, the key of every permission. */
  readonly origin: string;
  readonly tabId: number;
  /** One visit to one page (made by the relay at document_start): what a grant for *once* is tied to. */
  readonly pageId: string;
  /** 128 random bits in hex, the same when the relay asks again after the worker died. */
  readonly requestId: string;
  /** The person has just clicked or typed in the page, as the browser told the relay. */
  readonly userActive: boolean;
}

/** One caller waiting for an approval; identical requests of an origin are joined, so there may be several. */
export type WaitingCaller = Pick<PageCall, 'requestId' | 'tabId' | 'pageId'>;
