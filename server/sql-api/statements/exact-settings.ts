/** Names of the order of days and months, and what each means. */
const ORDERS: [pattern: RegExp, order: string][] = [
  [/\bymd\b/i, "YMD"],
  [/\b(?:dmy|euro\w*)\b/i, "DMY"],
  [/\b(?:mdy|us|noneuro\w*)\b/i, "MDY"],
  [/\bgerman\b/i, "DMY"],
];

type Settings = ReadonlyMap<string, string>;

/** The same ones each time: what runs with them need not be told of them again. */
const exact = new WeakMap<Settings, Settings>();

/**
 * The settings of a session, but values are written so that they are read as the same
 * values again. Dates such as 02.01.2024 mean what they mean in the session.
 */
export function exactSettings(settings: Settings): Settings {
  const known = exact.get(settings);
  if (known !== undefined) return known;
  const style = settings.get("datestyle") ?? "";
  const order = ORDERS.find(([pattern]) => pattern.test(style))?.[1] ?? "MDY";
  const made = new Map([
    ...settings,
    ["datestyle", `ISO, ${order}`],
    ["extra_float_digits", "1"],
  ]);
  exact.set(settings, made);
  return made;
}
