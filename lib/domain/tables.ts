import type { Cipher } from '../store/cipher.ts';
import type { Database } from '../store/database.ts';
import { createSealedTable, type SealedTable } from '../store/sealed-table.ts';
import { type AddressRecord, addressKey } from './records/address-record.ts';
import { type ContactRecord, contactKey } from './records/contact-record.ts';
import type { ContractRecord } from './records/contract-record.ts';
import type {
  ConversationRecord,
  InboxRecord,
  OwedReceiptsRecord,
  QuarantineRecord,
} from './records/conversation-record.ts';
import type { EscrowRecord } from './records/escrow-record.ts';
import type { HeldReceivedRecord } from './records/held-received-record.ts';
import type { HeldSentRecord } from './records/held-sent-record.ts';
import type { MessageCidRecord } from './records/message-cid-record.ts';
import type {
  DraftRecord,
  IdempotencyRecord,
  MessageStateRecord,
  SendCounterRecord,
  WaitingRecord,
} from './records/message-record.ts';
import type { ContractKeyRecord, RequestRecord, TombstoneRecord } from './records/request-record.ts';
import { type WalletRecord, walletKey } from './records/wallet-record.ts';

/** What lies in each sealed store of the domain. */
export interface TableValues {
  contacts: ContactRecord;
  contracts: ContractRecord;
  contract_keys: ContractKeyRecord;
  requests: RequestRecord;
  tombstones: TombstoneRecord;
  conversations: ConversationRecord;
  message_state: MessageStateRecord;
  dedupe_high_water: InboxRecord;
  owed_receipts: OwedReceiptsRecord;
  quarantine: QuarantineRecord;
  drafts: DraftRecord;
  waiting: WaitingRecord;
  idempotency: IdempotencyRecord;
  send_counters: SendCounterRecord;
  addresses: AddressRecord;
  escrows: EscrowRecord;
  wallets: WalletRecord;
  held_sent: HeldSentRecord;
  held_received: HeldReceivedRecord;
  message_cids: MessageCidRecord;
}

export type TableName = keyof TableValues;

export type Tables = { readonly [N in TableName]: SealedTable<TableValues[N]> };

/** The key of a row of each table. */
export const ROW_KEYS: { readonly [N in TableName]: (value: TableValues[N]) => string } = {
  contacts: (one) => contactKey(one.identityIndex, one.signingKey),
  contracts: (one) => one.contractId,
  contract_keys: (one) => one.publicKey,
  requests: (one) => one.requestId,
  tombstones: (one) => one.key,
  conversations: (one) => one.conversationId,
  message_state: (one) => one.eventId,
  dedupe_high_water: (one) => one.key,
  owed_receipts: (one) => one.key,
  quarantine: (one) => one.key,
  drafts: (one) => one.conversationId,
  waiting: (one) => one.eventId,
  idempotency: (one) => one.key,
  send_counters: (one) => one.key,
  addresses: (one) => addressKey(one.identityIndex, one.chainId, one.address),
  escrows: (one) => one.did,
  wallets: walletKey,
  held_sent: (one) => one.id,
  held_received: (one) => one.key,
  message_cids: (one) => one.eventId,
};

/** Makes every sealed table of the domain. Damaged rows are reported by the name of their store. */
export function createTables({
  db,
  cipher,
  onDamaged,
}: {
  db: Database;
  cipher: Cipher;
  onDamaged: (store: TableName) => void;
}): Tables {
  const table = <N extends TableName>(storeName: N): SealedTable<TableValues[N]> =>
    createSealedTable({
      db,
      storeName,
      cipher,
      keyOf: ROW_KEYS[storeName],
      onDamaged: () => onDamaged(storeName),
    });
  return {
    contacts: table('contacts'),
    contracts: table('contracts'),
    contract_keys: table('contract_keys'),
    requests: table('requests'),
    tombstones: table('tombstones'),
    conversations: table('conversations'),
    message_state: table('message_state'),
    dedupe_high_water: table('dedupe_high_water'),
    owed_receipts: table('owed_receipts'),
    quarantine: table('quarantine'),
    drafts: table('drafts'),
    waiting: table('waiting'),
    idempotency: table('idempotency'),
    send_counters: table('send_counters'),
    addresses: table('addresses'),
    escrows: table('escrows'),
    wallets: table('wallets'),
    held_sent: table('held_sent'),
    held_received: table('held_received'),
    message_cids: table('message_cids'),
  };
}
