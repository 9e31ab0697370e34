import { openInChromium } from '../../support/open-companion.ts';
import { connectSuite } from '../suites/connect-suite.ts';

connectSuite(openInChromium);
