import type { SignedContract } from '../../lib/protocol/contract.ts';
import { answerRegistration } from './answer-registration.ts';
import { defineCommand } from './command.ts';
import { register } from './register.ts';
import { requestOfIdentity } from './request-of-identity.ts';

/** Asks for a contract: with the mediator itself, which is how one registers, or with somebody it serves. */
export const requestCommunicationContract = defineCommand<
  'REQUEST_COMMUNICATION_CONTRACT',
  SignedContract | null
>({
  type: 'REQUEST_COMMUNICATION_CONTRACT',
  recipient: 'either',
  sender: 'anyone',
  prepare: async (payload, request) =>
    request.recipientDid === request.mediatorDid ? answerRegistration(payload, request) : null,
  run: async (context, payload, completed) =>
    completed ? register(context, completed) : requestOfIdentity(context, payload),
});
