/**
 * A pure function that remembers its last `size` results by their text. Only for functions of the text alone: the
 * memo may vanish with the worker at any time. A throw is not remembered.
 */
export function boundedMemo<T>(size: number, compute: (text: string) => T): (text: string) => T {
  const results = new Map<string, T>();
  return (text) => {
    const known = results.get(text);
    if (known !== undefined) return known;
    const result = compute(text);
    if (results.size >= size) results.delete(results.keys().next().value as string);
    results.set(text, result);
    return result;
  };
}
