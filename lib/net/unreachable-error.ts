import { MediatorUnreachableError } from '../errors/errors.ts';

export type UnreachableReason =
  | 'network'
  | 'timeout'
  | 'aborted'
  | 'not-json'
  | 'too-large'
  | 'malformed'
  | 'bad-document'
  | 'forbidden-host';

const SENTENCES: Record<UnreachableReason, string> = {
  network: 'The mediator cannot be reached.',
  timeout: 'The mediator did not answer in time.',
  aborted: 'The request to the mediator was broken off.',
  'not-json': 'Something other than the mediator answered. Is this network asking for a login?',
  'too-large': 'The mediator answered with more than is allowed.',
  malformed: 'The mediator answered with something that makes no sense.',
  'bad-document': 'The mediator does not show a valid document for its name.',
  'forbidden-host': 'The mediator points to an address that may not be contacted.',
};

/** 4901 with the reason beside it: no believable answer came. Never means that the mediator did not act on what was sent. */
export class UnreachableError extends MediatorUnreachableError {
  readonly reason: UnreachableReason;

  constructor(reason: UnreachableReason, cause?: unknown) {
    super(SENTENCES[reason], cause === undefined ? {} : { cause });
    this.reason = reason;
  }
}
