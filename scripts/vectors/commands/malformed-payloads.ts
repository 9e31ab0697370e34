import type { JsonValue } from '../../../lib/crypto/canonical.ts';
import { parseJson } from '../../../lib/crypto/canonical.ts';
import type { CommandType } from '../../../lib/protocol/commands.ts';
import { type commandSamples, opaque } from './command-samples.ts';
import { wrongValues } from './wrong-values.ts';

/** Members of a payload or of an object in one. */
export type Payload = { [name: string]: JsonValue };

/** A payload that no mediator takes. */
export interface MalformedPayload {
  type: CommandType;
  name: string;
  payload: Payload;
  why: string;
}

/** Members that may be absent; everything else must be there. A cursor may also be null. */
const OPTIONAL: Partial<Record<CommandType, string[]>> = {
  QUERY_PENDING_COMMUNICATION_CONTRACT_REQUESTS: ['limit', 'cursor'],
  QUERY_COMMUNICATION_CONTRACTS: ['limit', 'cursor'],
  QUERY_PENDING_EVENTS: ['limit', 'cursor'],
  SAVE_EVENTS: ['anchor'],
  QUERY_EVENTS: ['after', 'before', 'order', 'limit', 'cursor'],
  REGISTER_ADDRESS_BINDING: ['previous_did', 'previous_signature'],
  REVOKE_ADDRESS_BINDING: ['wallet_signature'],
  QUERY_SENT_HELD_MESSAGES: ['limit', 'cursor'],
  QUERY_HELD_MESSAGES: ['limit', 'cursor', 'moved'],
};

/** Types whose inner objects are those of another type, where they are written down once. */
const AS_ANOTHER: CommandType[] = ['COMMUNICATION_CONTRACT_RESPONSE', 'SEND_EVENTS'];

/** Payloads of every type with a member too many, too few, null or wrong. */
export function malformedPayloads(samples: Awaited<ReturnType<typeof commandSamples>>): MalformedPayload[] {
  const types = Object.keys(samples) as CommandType[];
  const short = new Map(types.map((type) => [type, shortened(samples[type].payload)]));
  const payloadOf = (type: CommandType) => short.get(type) ?? {};
  return [...types.flatMap((type) => wrongMembers(type, payloadOf(type))), ...wrongValues(payloadOf)];
}

/** The payload as JSON, with a short text in place of each long ciphertext: nobody opens it here. */
function shortened(payload: object): Payload {
  const text = JSON.stringify(payload, (_, value: unknown) =>
    typeof value === 'string' && value.length > 600 ? opaque('short') : value,
  );
  return parseJson(text) as Payload;
}

function wrongMembers(type: CommandType, payload: Payload): MalformedPayload[] {
  const optional = OPTIONAL[type] ?? [];
  const required = Object.keys(payload).filter((name) => name !== 'type' && !optional.includes(name));
  const wrong = (name: string, changed: Payload, why: string) => ({ type, name, payload: changed, why });
  return [
    wrong(
      'a member it does not have',
      { ...payload, extra: 1 },
      'A payload has the members of its type only.',
    ),
    ...required.map((name) => wrong(`no ${name}`, without(payload, name), `${name} must be there.`)),
    ...optional
      .filter((name) => name !== 'cursor')
      .map((name) =>
        wrong(`${name} null`, { ...payload, [name]: null }, `${name} may be absent, but not null.`),
      ),
    ...(AS_ANOTHER.includes(type) ? [] : Object.entries(payload)).flatMap(([name, member]) =>
      innerObjects(name, member).flatMap(({ path, object, rebuild }) => [
        wrong(
          `a member more in ${path}`,
          { ...payload, [name]: rebuild({ ...object, extra: 1 }) },
          'The objects in a payload are closed too.',
        ),
        wrong(
          `no ${Object.keys(object)[0]} in ${path}`,
          { ...payload, [name]: rebuild(without(object, Object.keys(object)[0] ?? '')) },
          'The objects in a payload are whole.',
        ),
      ]),
    ),
  ];
}

interface Inner {
  path: string;
  object: Payload;
  rebuild(object: Payload): JsonValue;
}

/** Every object inside a member, the first one of each list, with how the member looks with another in its place. */
function innerObjects(path: string, value: JsonValue): Inner[] {
  if (Array.isArray(value)) {
    const [first, ...rest] = value;
    if (first === undefined) return [];
    return innerObjects(`${path}[0]`, first).map((inner) => ({
      ...inner,
      rebuild: (object: Payload) => [inner.rebuild(object), ...rest],
    }));
  }
  if (typeof value !== 'object' || value === null) return [];
  const deeper = Object.entries(value).flatMap(([name, member]) =>
    innerObjects(`${path}.${name}`, member).map((inner) => ({
      ...inner,
      rebuild: (object: Payload) => ({ ...value, [name]: inner.rebuild(object) }),
    })),
  );
  return [{ path, object: value, rebuild: (object) => object }, ...deeper];
}

function without(object: Payload, name: string): Payload {
  const { [name]: _, ...rest } = object;
  return rest;
}
