/** A statement that was run in this browser. */
export interface PastStatement {
  text: string;
  /** Milliseconds since 1970. */
  at: number;
  /** Rows it gave; undefined when it failed. */
  rows: number | undefined;
}

const KEY = "lookthrough.sql.history";
const MOST = 100;
/** Longer ones would soon fill the storage of the whole client. */
const LONGEST = 20_000;

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const isPast = (value: unknown): value is PastStatement =>
  typeof value === "object" &&
  value !== null &&
  typeof (value as PastStatement).text === "string" &&
  typeof (value as PastStatement).at === "number";

/** Newest first; empty where storage is switched off or holds something else. */
export function readHistory(store: Store): PastStatement[] {
  try {
    const value: unknown = JSON.parse(store.getItem(KEY) ?? "[]");
    return Array.isArray(value) ? value.filter(isPast) : [];
  } catch {
    return [];
  }
}

/** Puts a statement first, once. @returns the new list */
export function remember(
  store: Store,
  statement: PastStatement,
): PastStatement[] {
  const others = readHistory(store).filter(
    ({ text }) => text !== statement.text,
  );
  const kept =
    statement.text.length > LONGEST
      ? others
      : [statement, ...others].slice(0, MOST);
  save(store, kept);
  return kept;
}

export function forget(store: Store): PastStatement[] {
  try {
    store.removeItem(KEY);
  } catch {
    // Nothing was stored either.
  }
  return [];
}

function save(store: Store, statements: readonly PastStatement[]): void {
  try {
    store.setItem(KEY, JSON.stringify(statements));
  } catch {
    // Storage is full or switched off: the history lasts as long as the page.
  }
}
