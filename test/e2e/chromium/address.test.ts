import { openInChromium } from '../../support/open-companion.ts';
import { addressSuite } from '../suites/address-suite.ts';

addressSuite(openInChromium);
