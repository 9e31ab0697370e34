import type { Domain } from '../domain/domain.ts';
import type { ContactRecord } from '../domain/records/contact-record.ts';
import type { ContractRecord } from '../domain/records/contract-record.ts';

/** Every contract with a contact that this device has, in the order they came. */
export async function contractsOf(
  domain: Pick<Domain, 'tables'>,
  contact: ContactRecord,
): Promise<ContractRecord[]> {
  const found = await domain.tables.contracts.getMany(contact.contractIds);
  return found.filter((one) => one !== undefined);
}
