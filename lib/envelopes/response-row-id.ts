/** Id of the outbox row that carries our acceptance; what is sent under the contract leaves after it. */
export function responseRowId(contractId: string): string {
  return `response:${contractId}`;
}
