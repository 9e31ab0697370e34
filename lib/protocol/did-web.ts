/** Everything about `did:web` mediators: their URLs and their documents (protocol.md §2.7, §2.8). */
export { type DidWebUrls, didWebFromUrl, didWebUrl } from './did-web-url.ts';
export {
  furtherServices,
  type MediatorDocument,
  mediatorDocument,
  parseMediatorDocument,
} from './mediator-document.ts';
