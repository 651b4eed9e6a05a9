import { once } from "node:events";
import type {
  CreateExecutor,
  Execution,
  Executor,
  Login,
  Prepared,
  OpenCursor,
  SessionNames,
  TransactionStatus,
} from "../../server/sql-api/executor.ts";
import type {
  Binding,
  Column,
  Notice,
  RowBatch,
} from "../../server/sql-api/result.ts";
import { SqlError } from "../../server/sql-api/sql-error.ts";
import { batchOf } from "./sql-rows.ts";

const INT4 = 23;
const TEXT = 25;
const ROWS_PER_BATCH = 1000;

const column = (name: string, typeOid: number): Column => ({
  name,
  tableOid: 0,
  columnNumber: 0,
  typeOid,
  typeSize: typeOid === INT4 ? 4 : -1,
  typeModifier: -1,
});

const NUMBERED = [column("n", INT4), column("label", TEXT)];

/** What the toys of one server have done, to see that nothing is left behind. */
export interface ToyActivity {
  open: number;
  closed: number;
  /** Statements at work, or with rows that are not read yet. */
  reading: number;
  rowsMade: number;
  syncs: number;
  logins: Login[];
}

export const newActivity = (): ToyActivity => ({
  open: 0,
  closed: 0,
  reading: 0,
  rowsMade: 0,
  syncs: 0,
  logins: [],
});

/**
 * An executor with a language of its own, so that the protocol can be tested without
 * the rest of the SQL API:
 *
 *     SELECT 5 ROWS            1, row 1 … 5, row 5; also $1 ROWS and ENDLESS ROWS
 *     SELECT 5 ROWS OF 1000    their label has that many bytes
 *     ECHO 2                   how two parameters came: text:…, binary:<hex> or null
 *     BEGIN, COMMIT, ROLLBACK, SET name value, NOTICE text
 *     WAIT (to be canceled), PREPARE WAIT (the same before it is known what it gives)
 *     FAIL 22012 at 3, FAIL LATE (after two rows), CRASH, DECLARE name
 *     DEALLOCATE name|ALL, DISCARD ALL
 */
export const toyExecutor =
  (activity: ToyActivity): CreateExecutor =>
  (login, names) => {
    activity.logins.push(login);
    if (login.database === "missing") {
      const problem = 'database "missing" does not exist';
      return Promise.reject(new SqlError("3D000", problem));
    }
    activity.open++;
    return Promise.resolve(new Toy(login, names, activity));
  };

class Toy implements Executor {
  transactionStatus: TransactionStatus = "I";
  readonly idleTimeout = undefined;
  readonly #names: SessionNames;
  readonly #activity: ToyActivity;
  readonly #changed = new Map<string, string>();
  readonly #cursors = new Set<string>();

  constructor(login: Login, names: SessionNames, activity: ToyActivity) {
    this.#names = names;
    this.#activity = activity;
    this.#changed.set("server_version", "18.6");
    this.#changed.set("client_encoding", "UTF8");
    this.#changed.set("session_authorization", login.user);
    this.#changed.set(
      "application_name",
      login.parameters.get("application_name") ?? "",
    );
  }

  takeChangedParameters(): [string, string][] {
    const changed = [...this.#changed];
    this.#changed.clear();
    return changed;
  }

  split(text: string): string[] {
    return text
      .split(";")
      .map((part) => part.trim())
      .filter((part) => part !== "");
  }

  async prepare(
    text: string,
    parameterOids: number[],
    signal: AbortSignal,
  ): Promise<Prepared> {
    await Promise.resolve();
    const statements = this.split(text);
    if (statements.length > 1) {
      throw new SqlError(
        "42601",
        "cannot insert multiple commands into a prepared statement",
      );
    }
    const words = (statements[0] ?? "").split(/\s+/);
    if (this.transactionStatus === "E" && words[0] !== "ROLLBACK") {
      throw new SqlError("25P02", "current transaction is aborted");
    }
    const prepared = (parameters: number, columns?: Column[]): Prepared => ({
      text,
      parameterOids: Array.from(
        { length: parameters },
        (_, index) => parameterOids[index] || TEXT,
      ),
      columns,
    });
    const command = words[0] ?? "";
    switch (command) {
      case "SELECT": {
        const [, count] = words;
        if (!/^(\d+|\$1|ENDLESS)$/.test(count ?? "")) break;
        const given = parameterOids.length === 0 ? [INT4] : parameterOids;
        const oids = count === "$1" ? given : [];
        return { text, parameterOids: oids, columns: NUMBERED };
      }
      case "ECHO": {
        const count = Number(words[1] ?? 0);
        const columns = Array.from({ length: count }, (_, index) =>
          column(`p${index + 1}`, TEXT),
        );
        return prepared(count, columns);
      }
      case "FAIL":
        if (words[1] !== "LATE") throw failure(words);
        return prepared(0, NUMBERED);
      case "PREPARE":
        if (words[1] !== "WAIT") break;
        this.#activity.reading++;
        await once(signal, "abort");
        this.#activity.reading--;
        throw signal.reason;
      case "WAIT":
        return prepared(0, NUMBERED);
      case "":
      case "BEGIN":
      case "COMMIT":
      case "ROLLBACK":
      case "SET":
      case "NOTICE":
      case "CRASH":
      case "DECLARE":
      case "DEALLOCATE":
      case "DISCARD":
        return prepared(0);
    }
    throw new SqlError("42601", `syntax error at or near "${command}"`, {
      position: text.length - text.trimStart().length + 1,
    });
  }

  async execute(
    { text }: Prepared,
    binding: Binding,
    signal: AbortSignal,
  ): Promise<Execution> {
    signal.throwIfAborted();
    const words = this.split(text)[0]?.split(/\s+/) ?? [];
    const [command, argument] = words;
    switch (command) {
      case undefined:
        return done("");
      case "BEGIN":
        this.transactionStatus = "T";
        return done("BEGIN");
      case "COMMIT":
      case "ROLLBACK":
        this.transactionStatus = "I";
        return done(command);
      case "SET":
        this.#changed.set(argument!, words[2]!);
        return done("SET");
      case "NOTICE":
        return done("NOTICE", [
          { severity: "NOTICE", code: "00000", message: argument! },
        ]);
      case "CRASH":
        throw new Error("the toy's secret");
      case "DECLARE":
        this.#cursors.add(argument!);
        return done("DECLARE CURSOR");
      case "DEALLOCATE":
        this.#names.deallocate(argument === "ALL" ? undefined : argument);
        return done("DEALLOCATE");
      case "DISCARD":
        this.#names.deallocate();
        await this.#names.closePortals();
        return done("DISCARD ALL");
      case "ECHO":
        return rowsOf(echo(binding));
      case "WAIT":
        return rowsOf(this.#read(forEver(signal)));
      case "FAIL":
        return rowsOf(failLate());
      default:
        return rowsOf(this.#read(this.#numbered(words, binding, signal)));
    }
  }

  fail(): void {
    if (this.transactionStatus === "T") this.transactionStatus = "E";
  }

  sync(): Promise<void> {
    this.#activity.syncs++;
    return Promise.resolve();
  }

  cursor(name: string): OpenCursor | undefined {
    if (!this.#cursors.has(name)) return undefined;
    const fetch = (maxRows: number) => ({
      text: `SELECT ${maxRows}`,
      parameterOids: [],
      columns: NUMBERED,
    });
    return { columns: NUMBERED, formats: [], fetch };
  }

  closeCursor(name: string): Promise<void> {
    this.#cursors.delete(name);
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#activity.open--;
    this.#activity.closed++;
    return Promise.resolve();
  }

  async *#read(rows: AsyncIterable<RowBatch>): AsyncGenerator<RowBatch> {
    this.#activity.reading++;
    try {
      yield* rows;
    } finally {
      this.#activity.reading--;
    }
  }

  async *#numbered(
    words: string[],
    { values, formats, resultFormats }: Binding,
    signal: AbortSignal,
  ): AsyncGenerator<RowBatch> {
    const given = values[0];
    const count =
      words[1] === "ENDLESS"
        ? Infinity
        : words[1] !== "$1"
          ? Number(words[1])
          : formats[0] === 1
            ? given!.readInt32BE(0)
            : Number(given!.toString());
    const padding = words[3] === "OF" ? Number(words[4]) : 0;
    const binary =
      (resultFormats.length === 1 ? resultFormats[0] : resultFormats[0]) === 1;
    for (let row = 1; row <= count; row += ROWS_PER_BATCH) {
      const last = Math.min(count, row + ROWS_PER_BATCH - 1);
      const rows: (Buffer | null)[][] = [];
      for (let n = row; n <= last; n++) {
        const label = Buffer.from(`row ${n}`.padEnd(padding, "."));
        rows.push([binary ? int4(n) : Buffer.from(String(n)), label]);
      }
      await Promise.resolve();
      signal.throwIfAborted();
      this.#activity.rowsMade += rows.length;
      yield batchOf(rows);
    }
  }
}

const failure = (words: string[]) =>
  new SqlError(words[1] ?? "XX001", "the toy fails as it was told", {
    detail: "a detail",
    hint: "a hint",
    ...(words[2] === "at" ? { position: Number(words[3]) } : {}),
  });

const done = (tag: string, notices: Notice[] = []): Execution => ({
  rows: of(),
  tag: () => tag,
  notices: () => notices,
});

const rowsOf = (rows: AsyncIterable<RowBatch>): Execution => ({
  rows,
  tag: (count) => `SELECT ${count}`,
  notices: () => [],
});

// eslint-disable-next-line @typescript-eslint/require-await -- as executors give rows
async function* of(...batches: RowBatch[]): AsyncGenerator<RowBatch> {
  yield* batches;
}

async function* failLate(): AsyncGenerator<RowBatch> {
  yield batchOf([1, 2].map((n) => [Buffer.from(String(n)), null]));
  await Promise.resolve();
  throw new SqlError("22012", "division by zero");
}

async function* forEver(signal: AbortSignal): AsyncGenerator<RowBatch> {
  if (!signal.aborted) await once(signal, "abort");
  signal.throwIfAborted();
  yield batchOf([]);
}

function echo({ values, formats }: Binding): AsyncGenerator<RowBatch> {
  const texts = values.map((value, index) => {
    if (value === null) return Buffer.from("null");
    const format = formats.length === 1 ? formats[0] : formats[index];
    return Buffer.from(
      format === 1
        ? `binary:${value.toString("hex")}`
        : `text:${value.toString()}`,
    );
  });
  return of(batchOf([texts]));
}

function int4(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
