import { openInFirefox } from '../../support/open-companion.ts';
import { boundarySuite } from '../suites/boundary-suite.ts';

// Deaths of the background are the relay tests’ and the connect suite’s matter; here it may live.
boundarySuite(() => openInFirefox({ idleTimeout: 30_000 }));
