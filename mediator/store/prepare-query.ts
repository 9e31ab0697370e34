import type { Compilable, CompiledQuery, DialectAdapter, Kysely } from 'kysely';
import type { Database, Schema, Tx } from './schema.ts';

class Parameter {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** Stands for the value of one named parameter while a query is built. */
export type Placeholder<P> = <K extends keyof P & string>(name: K) => P[K];

/**
 * Makes a query that is compiled by Kysely once for each database and afterwards only bound:
 * building and compiling costs more than SQLite needs to run it.
 * The query must always have the same shape: no conditions on values while building.
 */
export function prepareQuery<P extends Record<string, unknown>, R>(
  build: (db: Kysely<Schema>, parameter: Placeholder<P>) => Compilable<R>,
): (db: Database | Tx, values: P) => Promise<R[]> {
  const compiledFor = new WeakMap<DialectAdapter, CompiledQuery<R>>();
  return async (db, values) => {
    const { adapter } = db.getExecutor();
    let compiled = compiledFor.get(adapter);
    if (!compiled) {
      compiled = build(db, <K extends keyof P & string>(name: K) => new Parameter(name) as P[K]).compile();
      compiledFor.set(adapter, compiled);
    }
    const parameters = compiled.parameters.map((p) => (p instanceof Parameter ? values[p.name] : p));
    const { rows } = await db.executeQuery<R>({ ...compiled, parameters });
    return rows;
  };
}
