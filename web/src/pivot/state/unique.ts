/** Items without those whose key an earlier one has. */
export function uniqueBy<T>(
  items: readonly T[],
  key: (item: T) => string,
): T[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const text = key(item);
    const isNew = !seen.has(text);
    seen.add(text);
    return isNew;
  });
}
