import { didWebFromUrl, didWebUrl } from '../../../lib/protocol/did-web.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

runVectors<{ did: string; url: string }>('did-web', {
  urls({ did }) {
    const { baseUrl, documentUrl, loopback } = didWebUrl(did);
    return { output: { base_url: baseUrl, document_url: documentUrl, loopback } };
  },
  did: ({ url }) => ({ output: { did: didWebFromUrl(url) } }),
});
