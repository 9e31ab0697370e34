/** A part of a document that is made from the code, between two markers of its name. */
export interface Section {
  /** The document, from the root: `docs/provider-api.md`. */
  document: string;
  /** Its name in the markers, once a document. */
  name: string;
  /** Its Markdown, without the markers, without an empty line at either end. */
  make(): string | Promise<string>;
}
