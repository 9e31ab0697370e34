import type { JsonValue } from '../../../lib/crypto/canonical.ts';
import { contractId, type SignedContract } from '../../../lib/protocol/contract.ts';
import type { Persona } from '../support/personas.ts';
import type { Members } from '../support/vector-file.ts';
import { completed, type RequestPayload, request, requestPayload, type Term } from './agreements.ts';
import { type Person, people } from './people.ts';
import { registrationOf } from './registration-of.ts';
import type { Step } from './scenario-file.ts';
import { type AnyPayload, ref, script } from './script.ts';

const DAY = 86_400;

/** A registration before it is sent. */
export interface Registration {
  request: SignedContract;
  /** The payload, its long text by reference. */
  payload: AnyPayload;
}

/** A request, the contract made of it, and how steps refer to both. */
export interface Agreement {
  request: SignedContract;
  contract: SignedContract;
  id: string;
  /** `{type, signed_contract}` with the contract, by reference. */
  save: AnyPayload;
  respond: AnyPayload;
  revoke: AnyPayload;
  /** Withdraws the request. */
  withdraw: AnyPayload;
}

/** What the scenarios of one file share. */
export interface Stage {
  mediator: Persona;
  values: Members;
  parts: { [name: string]: Step[] };
  /** Keeps a long value once and gives the reference to it. */
  keep(name: string, value: object | string): Members;
  /** The same for values of which there are several under a name: `name`, `name_2` and so on. */
  keepVariant(name: string, value: object): Members;
  registration(name: string, who: Person, term?: Term): Promise<Registration>;
  agreement(name: string, from: Person, to: Person, term?: Term): Promise<Agreement>;
  /** The payload of a request to somebody, by reference; `again` makes other bytes of the same. */
  requesting(name: string, from: Person, to: Person, term?: Term, again?: string): Promise<AnyPayload>;
}

/** Parts of conversations: what stands before the steps of many. */
export const PART = {
  alice: 'alice registers',
  bob: 'bob registers',
  carol: 'carol registers',
  dave: 'dave registers',
  pair: 'alice and bob have a contract',
} as const;

/** A stage for the mediator with these keys, with the parts above. */
export async function createStage(mediator: Persona): Promise<Stage> {
  const values: Members = {};
  const parts: { [name: string]: Step[] } = {};
  const isKept = (name: string, value: object | string) =>
    JSON.stringify(values[name]) === JSON.stringify(value);
  const keep = (name: string, value: object | string): Members => {
    const json = JSON.parse(JSON.stringify(value)) as JsonValue;
    if (Object.hasOwn(values, name) && !isKept(name, value))
      throw new Error(`${name} stands for something else`);
    values[name] = json;
    return ref(name);
  };
  const byReference = (name: string, { encrypted_request, ...rest }: RequestPayload): AnyPayload => ({
    ...rest,
    encrypted_request: keep(name, encrypted_request),
  });
  const stage: Stage = {
    mediator,
    values,
    parts,
    keep,
    keepVariant(name, value) {
      let free = name;
      for (let count = 2; Object.hasOwn(values, free) && !isKept(free, value); count++)
        free = `${name}_${count}`;
      return keep(free, value);
    },
    async registration(name, who, term = { until: 400 * DAY }) {
      const signed = await request(`register ${name}`, people[who], mediator, term);
      const whole = await requestPayload(`register ${name}`, signed, mediator);
      return { request: signed, payload: byReference(`registration_${name}`, whole) };
    },
    async agreement(name, from, to, term) {
      const signed = await request(name, people[from], people[to], term);
      const contract = await completed(name, signed, people[to]);
      const signed_contract = keep(`contract_${name}`, contract);
      return {
        request: signed,
        contract,
        id: contractId(contract.contract),
        save: { type: 'SAVE_COMMUNICATION_CONTRACT', signed_contract },
        respond: { type: 'COMMUNICATION_CONTRACT_RESPONSE', signed_contract },
        revoke: { type: 'REVOKE_COMMUNICATION_CONTRACT', signed_contract },
        withdraw: {
          type: 'REVOKE_COMMUNICATION_CONTRACT',
          signed_contract: keep(`request_${name}`, signed),
        },
      };
    },
    async requesting(name, from, to, term, again) {
      const signed = await request(name, people[from], people[to], term);
      const whole = await requestPayload(name, signed, people[to], again);
      return byReference(`to_${to}_${name}${again === undefined ? '' : `_${again}`}`, whole);
    },
  };
  for (const who of ['alice', 'bob', 'carol', 'dave'] as const) {
    const { request: signed, payload } = await stage.registration(who, who);
    const at = Object.keys(parts).length;
    parts[PART[who]] = script(at, who).ask(who, 'mediator', payload, registrationOf(who, signed)).steps;
  }
  const { save, id } = await stage.agreement('alice_bob', 'alice', 'bob');
  parts[PART.pair] = script(5, 'pair').ask('bob', 'mediator', save, { contract_id: id }).steps;
  return stage;
}
