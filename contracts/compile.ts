/** `node contracts/compile.ts`: writes message-anchor.ts anew from MessageAnchor.sol. */
import { writeFileSync } from 'node:fs';
import { renderMessageAnchor } from './render-message-anchor.ts';

writeFileSync(new URL('message-anchor.ts', import.meta.url), renderMessageAnchor());
