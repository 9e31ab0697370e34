import { type VerifiedContract, verifySignedContract } from '../../lib/protocol/contract.ts';
import { Refusal } from '../errors/refusal.ts';
import { defineCommand } from './command.ts';
import { asContractRefusal } from './contract-refusal.ts';
import { recipientOf } from './owner.ts';
import { storeContract } from './store-contract.ts';

/** The recipient of a request hands the completed contract to the mediator of whoever made the request. */
export const communicationContractResponse = defineCommand<
  'COMMUNICATION_CONTRACT_RESPONSE',
  VerifiedContract
>({
  type: 'COMMUNICATION_CONTRACT_RESPONSE',
  recipient: 'identity',
  sender: 'anyone',
  async prepare({ signed_contract }, { sender, recipientDid }) {
    const { contract } = signed_contract;
    if (contract.recipient_did !== sender.did || contract.requestor_did !== recipientDid) {
      throw new Refusal('COMMUNICATION_CONTRACT_NOT_VALID');
    }
    return asContractRefusal(verifySignedContract(signed_contract));
  },
  async run(context, { signed_contract }, verified) {
    await storeContract(context, signed_contract, verified, recipientOf(context).signing_key);
    return { contract_id: verified.contractId };
  },
});
