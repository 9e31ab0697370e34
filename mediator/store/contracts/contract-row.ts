/** A contract as it is stored: the signed text and what it is found by. Parties are compared by signing key (protocol.md §2.5). */
export interface ContractRow {
  contract_id: string;
  requestor_did: string;
  requestor_key: string;
  recipient_did: string;
  recipient_key: string;
  requestor_encryption_public_key: string;
  signed_contract: string;
  timestamp: number;
  expires_at: number;
  stored_at: number;
  revoked_at: number | null;
}
