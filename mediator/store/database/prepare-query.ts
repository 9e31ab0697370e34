import type { Compilable, CompiledQuery, DatabaseConnection, DialectAdapter, Kysely } from 'kysely';
import type { Database, Schema, Tx } from './schema.ts';

class Parameter {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

const connections = new WeakMap<Database | Tx, DatabaseConnection>();

/**
 * Runs `work` with prepared queries of `tx` going straight to its connection: the way through Kysely's executor costs about
 * as much as a small statement itself. `work` must have ended with `tx` when it settles.
 */
export async function onConnection<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await tx.getExecutor().provideConnection(async (connection) => {
    connections.set(tx, connection);
  });
  try {
    return await work();
  } finally {
    connections.delete(tx);
  }
}

/** Runs a compiled query, inside `onConnection` straight on its connection. */
export async function runQuery<R>(db: Database | Tx, query: CompiledQuery<R>): Promise<R[]> {
  return (await (connections.get(db) ?? db).executeQuery<R>(query)).rows;
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
    return runQuery(db, { ...compiled, parameters });
  };
}
