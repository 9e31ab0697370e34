import { FIREFOX_UUID } from '../../support/launch-firefox.ts';
import { openInFirefox } from '../../support/open-companion.ts';
import { conversationSuite } from '../suites/conversation-suite.ts';

// The installation id is among what may never be on the wire: it would link all identities of one person.
conversationSuite(openInFirefox, [FIREFOX_UUID]);
