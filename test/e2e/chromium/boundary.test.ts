import { openInChromium } from '../../support/open-companion.ts';
import { boundarySuite } from '../suites/boundary-suite.ts';

boundarySuite(openInChromium);
