import { replayScenarios } from '../../support/book/replay-scenarios.ts';

replayScenarios('scenarios', { isEscrow: false });
