import type { Floors } from './floor-rules.ts';

/** The folders of `mediator/` from the ground up. Above them stand create-mediator.ts and main.ts, which know all parts. */
export const mediatorFloors: Floors = {
  root: 'mediator',
  floors: [
    ['errors', 'keys', 'pages', 'platform', 'settings'],
    ['escrow', 'rates', 'store/database'],
    [
      'store/anchor',
      'store/blocks',
      'store/contracts',
      'store/events',
      'store/held',
      'store/identities',
      'store/migrations',
      'store/replay',
      'store/requests',
    ],
    ['store'],
    ['hints'],
    ['context'],
    ['commands', 'ipfs'],
    ['anchor', 'held'],
    ['dispatch'],
    ['http'],
    ['socket'],
  ],
};
