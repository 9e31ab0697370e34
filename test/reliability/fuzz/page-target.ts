import * as v from 'valibot';
import { readPageMessage, readParams } from '../../../lib/api/wire.ts';
import { pageMethods } from '../../../lib/boundary/handlers/page-methods.ts';
import { DecentrlError, InvalidParamsError } from '../../../lib/errors/errors.ts';
import { jsonText, mutateJson } from './mutate.ts';
import type { Target } from './run-fuzz.ts';

type Call = { method: string; params?: string };

/**
 * A page's call from its message to its checked parameters, step by step as the router does it, ending in a copy without
 * anything of the page's in its prototypes.
 */
export function pageTarget(calls: Call[]): Target {
  const isMethod = (method: string): method is keyof typeof pageMethods => Object.hasOwn(pageMethods, method);
  return {
    name: 'provider request',
    input(random) {
      const call = random.pick(calls);
      if (call === undefined || random.chance(0.2)) return jsonText(random, calls);
      const params = call.params === undefined ? null : (JSON.parse(call.params) as unknown);
      return JSON.stringify({ ...call, params: jsonText(random, [params, mutateJson(random, params)]) });
    },
    parse(text) {
      let message: unknown = text;
      try {
        message = JSON.parse(text);
      } catch {
        // Structured cloning brings any value at all.
      }
      const { method, params } = readPageMessage(message);
      const value = readParams(params);
      if (!isMethod(method)) throw new InvalidParamsError('refused');
      const parsed = v.safeParse(pageMethods[method].params as v.GenericSchema, value, {
        abortPipeEarly: true,
      });
      if (!parsed.success) throw new InvalidParamsError('refused');
      JSON.stringify(parsed.output);
      if (Reflect.has(Object.prototype, 'polluted')) throw new Error('Object.prototype was changed');
    },
    refuses: (error) => error instanceof DecentrlError,
  };
}
