/** Finds the first DID in something a person pasted (a DID, a link, a QR code's text), or null. */
export function findDid(text: string): string | null {
  return /did:[a-z0-9]+:[^\s"'<>()?#,;]+/i.exec(text.normalize('NFKC'))?.[0] ?? null;
}

/** The multibase signing key inside a `did:decentrl`, the key of a contact; the whole text where there is none. */
export function signingKeyOf(did: string): string {
  return did.split(':').find((segment) => segment.startsWith('z6Mk')) ?? did;
}
