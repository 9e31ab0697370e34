import { replayScenarios } from '../../support/book/replay-scenarios.ts';

replayScenarios('escrow-scenarios', { isEscrow: true });
