import * as v from 'valibot';
import { InvalidParamsError } from '../../errors/errors.ts';

/** What the schema makes of the parameters. Throws InvalidParamsError (-32602) with path and words of up to 8 issues. */
export function parseParams(schema: v.GenericSchema<unknown, unknown>, value: unknown): unknown {
  const parsed = v.safeParse(schema, value, { abortPipeEarly: true });
  if (parsed.success) return parsed.output;
  throw new InvalidParamsError(
    parsed.issues
      .slice(0, 8)
      .map((issue) => ({ path: v.getDotPath(issue) ?? '', message: issue.message.slice(0, 200) })),
  );
}
