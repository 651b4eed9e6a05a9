import { SqlError } from "../sql-error.ts";
import { quoteIdentifier, quoteLiteral } from "./quoting.ts";

/**
 * Of the transaction or of the login, not of the session: those of the
 * transaction hold for one statement, and the login is not for SET to choose.
 */
const NOT_KEPT = new Set([
  "role",
  "session_authorization",
  "is_superuser",
  "transaction_isolation",
  "transaction_read_only",
  "transaction_deferrable",
  "seed",
]);

/** Whether a setting belongs to the session. */
export const isKept = (name: string): boolean =>
  !NOT_KEPT.has(name.toLowerCase());

/**
 * Kept, but without effect: they would end Postgres, and with it what other
 * sessions are about to do. The first one counts time in which others work.
 */
const NOT_APPLIED = new Set(["idle_session_timeout", "exit_on_error"]);

/** Whether Postgres itself knows what a session has set. */
export const isApplied = (name: string): boolean =>
  !NOT_APPLIED.has(name.toLowerCase());

/** Ends the effect of those in {@link NOT_APPLIED} that a SET has just set. */
export const UNDO_SET = [...NOT_APPLIED]
  .map((name) => `RESET ${name}`)
  .join("; ");

/** Settings that hold a list of names, which SET takes one by one: GUC_LIST_QUOTE. */
const LISTS = new Set([
  "search_path",
  "temp_tablespaces",
  "local_preload_libraries",
]);

/** Sent as ParameterStatus when they change: GUC_REPORT. */
export const REPORTED = [
  "application_name",
  "client_encoding",
  "DateStyle",
  "default_transaction_read_only",
  "in_hot_standby",
  "integer_datetimes",
  "IntervalStyle",
  "scram_iterations",
  "search_path",
  "server_encoding",
  "server_version",
  "standard_conforming_strings",
  "TimeZone",
];

/** SET statements that make the settings of a session hold. */
export function settingStatements(
  settings: ReadonlyMap<string, string>,
): string[] {
  return [...settings]
    .filter(([name]) => isKept(name) && isApplied(name))
    .map(([name, value]) => {
      const values = LISTS.has(name.toLowerCase())
        ? splitNames(name, value)
        : [value];
      return `SET ${quoteSetting(name)} TO ${values.map(quoteLiteral).join(", ")}`;
    });
}

const quoteSetting = (name: string): string =>
  name.split(".").map(quoteIdentifier).join(".");

/** `"$user", public` → `$user`, `public`; as SplitIdentifierString of Postgres. */
function splitNames(setting: string, list: string): string[] {
  if (list.trim() === "") return [""];
  const item = /\s*(?:"((?:[^"]|"")*)"|([^\s",]+))\s*(,|$)/y;
  const names: string[] = [];
  for (;;) {
    const match = item.exec(list);
    if (match === null) {
      throw new SqlError(
        "22023",
        `invalid value for parameter "${setting}": "${list}"`,
        { detail: "List syntax is invalid." },
      );
    }
    const [, quoted, plain = "", separator] = match;
    names.push(quoted?.replaceAll('""', '"') ?? plain.toLowerCase());
    if (separator === "") return names;
  }
}

const UNITS: Record<string, number> = {
  "": 1,
  us: 0.001,
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/**
 * Milliseconds of a setting such as `statement_timeout`, which may be written as
 * `1500`, `2s` or `1min`; undefined when there is no limit.
 */
export function timeoutSetting(
  settings: ReadonlyMap<string, string>,
  name: string,
): number | undefined {
  const value = settings.get(name) ?? "0";
  const match = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/.exec(value);
  const milliseconds = Number(match?.[1]) * (UNITS[match?.[2] ?? ""] ?? NaN);
  return milliseconds > 0 ? milliseconds : undefined;
}

/**
 * The setting that a SET or RESET names if it is one of an extension, such as
 * `myapp.user`: `pg_settings` does not list those.
 */
export function customSetting(text: string): string | undefined {
  const match =
    /^\s*(?:set|reset)\s+(?:(?:session|local)\s+)?"?([a-z_][\w$]*)"?\s*\.\s*"?([a-z_][\w$]*)"?/i.exec(
      text,
    );
  return match === null ? undefined : `${match[1]}.${match[2]}`.toLowerCase();
}

/**
 * Reads settings: `name`, `value`, whether SET has set it. Names every catalog
 * and operator, because the search path may be anything.
 *
 * @param custom settings that `pg_settings` does not list
 */
export function readSettings(custom: readonly string[]): string {
  const reported = REPORTED.map(quoteLiteral).join(", ");
  return [
    `SELECT name, pg_catalog.current_setting(name), (source OPERATOR(pg_catalog.=) 'session')::text`,
    `FROM pg_catalog.pg_settings`,
    `WHERE source OPERATOR(pg_catalog.=) 'session' OR name OPERATOR(pg_catalog.=) ANY (ARRAY[${reported}])`,
    ...custom.map(
      (name) =>
        `UNION ALL SELECT ${quoteLiteral(name)}, pg_catalog.current_setting(${quoteLiteral(name)}, true), 'true'`,
    ),
    `UNION ALL SELECT 'session_authorization', session_user::text, 'false'`,
  ].join(" ");
}
