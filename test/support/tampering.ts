import type { AppDeps } from '../../lib/app.ts';

/** What a reply of one command type is turned into; it may change `payload` in place or give another. */
export type Tamper = (
  payload: Record<string, unknown>,
) => Record<string, unknown> | undefined | Promise<Record<string, unknown> | undefined>;

/** A network between a companion and its mediators in which replies can be altered, by command type. */
export interface TamperingNetwork {
  fetch: AppDeps['fetch'];
  /** Alters every reply to `type` from now on; undefined stops it. */
  alter(type: string, tamper: Tamper | undefined): void;
}

/** Makes one that alters nothing yet. */
export function tamperingNetwork(): TamperingNetwork {
  const tampers = new Map<string, Tamper>();
  return {
    alter(type, tamper) {
      if (tamper === undefined) tampers.delete(type);
      else tampers.set(type, tamper);
    },
    async fetch(url, init) {
      const response = await fetch(url, init);
      const type = typeof init.body === 'string' ? (JSON.parse(init.body) as Sent).payload.type : '';
      const tamper = tampers.get(type);
      if (tamper === undefined || response.status !== 200) return response;
      const reply = (await response.json()) as { payload: Record<string, unknown> };
      const payload = (await tamper(reply.payload)) ?? reply.payload;
      return Response.json({ ...reply, payload });
    },
  };
}

interface Sent {
  payload: { type: string };
}
