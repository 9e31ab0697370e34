import { openInChromium } from '../../support/open-companion.ts';
import { conversationSuite } from '../suites/conversation-suite.ts';

conversationSuite(openInChromium);
