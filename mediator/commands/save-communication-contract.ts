import { type VerifiedContract, verifySignedContract } from '../../lib/protocol/contract.ts';
import { Refusal } from '../errors/refusal.ts';
import { defineCommand } from './command.ts';
import { asContractRefusal } from './contract-refusal.ts';
import { ownerOf } from './owner.ts';
import { storeContract } from './store-contract.ts';

/** Keeps a contract the sender is a party of, by signing key, on its own mediator. */
export const saveCommunicationContract = defineCommand<'SAVE_COMMUNICATION_CONTRACT', VerifiedContract>({
  type: 'SAVE_COMMUNICATION_CONTRACT',
  recipient: 'mediator',
  sender: 'registered',
  async prepare({ signed_contract }, { sender }) {
    const verified = await asContractRefusal(verifySignedContract(signed_contract));
    const parties = [verified.requestor.signingKeyMultibase, verified.recipient.signingKeyMultibase];
    if (!parties.includes(sender.signingKeyMultibase)) throw new Refusal('COMMUNICATION_CONTRACT_NOT_VALID');
    return verified;
  },
  async run(context, { signed_contract }, verified) {
    await storeContract(context, signed_contract, verified, (await ownerOf(context)).signing_key);
    return { contract_id: verified.contractId };
  },
});
