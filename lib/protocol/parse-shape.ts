import * as v from 'valibot';
import { ProtocolError } from './protocol-error.ts';

/** The value if it has exactly the schema's shape; throws `ProtocolError(reason)` naming the first wrong field, never its content. */
export function parseShape<T extends v.GenericSchema>(
  schema: T,
  value: unknown,
  reason: string,
): v.InferOutput<T> {
  const result = v.safeParse(schema, value, { abortEarly: true, abortPipeEarly: true });
  if (result.success) return result.output;
  const path = v.getDotPath(result.issues[0]);
  throw new ProtocolError(
    reason,
    path ? `${reason}: ${path} is not acceptable` : `${reason}: not acceptable`,
  );
}
