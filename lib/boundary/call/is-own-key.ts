/** Whether a name that came from outside is a member of the table itself, not of its prototype. */
export function isOwnKey<T extends object, K extends keyof T & string>(table: T, name: string): name is K {
  return Object.hasOwn(table, name);
}
