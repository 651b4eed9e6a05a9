/** Settings that no result depends on, and that differ from client to client. */
const WITHOUT_EFFECT = new Set(["application_name"]);

const keys = new WeakMap<ReadonlyMap<string, string>, string>();

/** The same for settings, never changed in place, that give the same results. */
export function settingsKey(settings: ReadonlyMap<string, string>): string {
  const known = keys.get(settings);
  if (known !== undefined) return known;
  const effective = [...settings].filter(([name]) => !WITHOUT_EFFECT.has(name));
  const key = JSON.stringify(effective.sort());
  keys.set(settings, key);
  return key;
}
