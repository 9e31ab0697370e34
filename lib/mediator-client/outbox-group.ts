/** What a command that waits is: an event to somebody, own events for the own mediator, or anything else. */
export type OutboxGroup = 'send' | 'save' | 'other';
