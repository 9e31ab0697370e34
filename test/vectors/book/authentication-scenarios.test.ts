import { replayScenarios } from '../../support/book/replay-scenarios.ts';

replayScenarios('authentication-scenarios', { isEscrow: false });
