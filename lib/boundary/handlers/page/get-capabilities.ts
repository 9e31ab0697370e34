import { pageFacts } from '../../../api/page.ts';
import { MAX_REQUEST_BYTES } from '../../../api/wire.ts';
import { LIMITS } from '../../../protocol/wire.ts';
import { QUESTIONS_PER_MINUTE, REQUESTS_PER_SECOND } from '../../permissions/rate-limits.ts';
import { nothing } from '../../sites/scope.ts';
import { pageMethod } from '../method/page-method.ts';
import { none } from '../params/shared.ts';

/** Says what this companion offers: the same for every page, whoever asks. Limits in the unit of their name. */
export const getCapabilities = pageMethod('decentrl_getCapabilities', {
  params: none,
  scope: nothing,
  handle: async () => ({
    apiVersion: '1.0',
    methods: Object.keys(pageFacts),
    features: ['decentrl:contracts@1', 'decentrl:events@1', 'dmtp:held@1', 'dmtp:anchor@1'],
    limits: {
      requestBytes: MAX_REQUEST_BYTES,
      envelopeBytes: LIMITS.envelopeBytes,
      tags: LIMITS.tags,
      tagBytes: LIMITS.tagBytes,
      noteLength: LIMITS.noteLength,
      eventsPerPage: LIMITS.page,
      requestsPerSecond: REQUESTS_PER_SECOND,
      questionsPerMinute: QUESTIONS_PER_MINUTE,
    },
  }),
});
