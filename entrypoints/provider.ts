import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { installProvider } from '../lib/provider/install-provider.ts';

export default defineUnlistedScript(() => installProvider('Decentrl Companion'));
