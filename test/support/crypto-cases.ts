/** One row of the signature table: hex strings, and the one verdict on them. */
export interface SignatureCase {
  name: string;
  publicKey: string;
  message: string;
  signature: string;
  valid: boolean;
}

/** One row of the agreement table: hex strings; `accepted` is the intake check, a null `sharedSecret` means an error. */
export interface AgreementCase {
  name: string;
  secretKey: string;
  publicKey: string;
  accepted: boolean;
  sharedSecret: string | null;
}

/** One row of the encryption table; `sealed` is hex of `nonce ‖ ciphertext ‖ tag`. */
export interface AeadCase {
  name: string;
  key: string;
  nonce: string;
  aad: string;
  plaintext: string;
  sealed: string;
  valid: boolean;
}

/** What a runtime is asked. */
export interface CryptoCases {
  signatures: SignatureCase[];
  agreements: AgreementCase[];
  aead: AeadCase[];
}
