import { MAX_REQUEST_BYTES } from '../../../api/wire.ts';
import type { BoundaryApp } from '../../app/boundary-app.ts';
import type { PageHandler } from '../../call/page-handler.ts';
import { pageMethods } from '../methods.ts';

/** Says what this companion offers: the same for every page, whoever asks. Limits in the unit of their name. */
export const getCapabilities: PageHandler<'decentrl_getCapabilities', BoundaryApp> = {
  handle: async () => ({
    apiVersion: '1.0',
    methods: Object.keys(pageMethods),
    features: ['decentrl:contracts@1', 'decentrl:events@1', 'dmtp:held@1', 'dmtp:anchor@1'],
    limits: {
      requestBytes: MAX_REQUEST_BYTES,
      envelopeBytes: 128 * 1024,
      tags: 16,
      tagBytes: 256,
      noteLength: 280,
      eventsPerPage: 100,
      requestsPerSecond: 20,
      questionsPerMinute: 90,
    },
  }),
};
