import type { Binding, Description } from "../result.ts";
import { SqlError } from "../sql-error.ts";
import type { Database, PgResult, PgSession, PgStatement } from "./database.ts";
import * as frontend from "./frontend.ts";
import { clipName } from "./quoting.ts";
import {
  customSetting,
  isKept,
  readSettings,
  REPORTED,
  timeoutSetting,
  UNDO_SET,
} from "./settings.ts";
import { assertReading, assertSetting } from "./statement-kind.ts";
import type {
  Reply,
  Request,
  SettingRow,
  UnitResult,
} from "./thread-messages.ts";
import type { UnitOptions } from "./unit.ts";

/** Runs units, one after the other. */
export interface Runner {
  /** @param read what is wanted of the reply; may throw SqlError */
  run<T>(options: UnitOptions, read: (reply: Reply) => T): Promise<T>;
}

const BEGIN = frontend.query("BEGIN READ ONLY");
/** Takes back whatever a statement might have set. */
const ROLLBACK = frontend.query("ROLLBACK");

const UNDO = frontend.query(UNDO_SET);

/** What the calls of a Database are in messages of Postgres, see worker.ts. */
export class ShadowDatabase implements Database {
  readonly #runner: Runner;
  readonly #timeout: number;

  /** @param timeout milliseconds; a shorter `statement_timeout` of the session holds */
  constructor(runner: Runner, timeout: number) {
    this.#runner = runner;
    this.#timeout = timeout;
  }

  async describe(
    session: PgSession,
    { text, parameterOids }: PgStatement,
    signal: AbortSignal,
  ): Promise<Description> {
    assertReading(text);
    const build = (): Request["unit"] => ({
      kind: "describe",
      message: frontend.join(
        BEGIN,
        frontend.parse(text, parameterOids),
        frontend.describe("statement"),
        frontend.sync(),
        ROLLBACK,
      ),
    });
    const { parameterOids: oids, columns } = await this.#run(
      session,
      signal,
      build,
      resultOf,
    );
    return { parameterOids: oids, columns };
  }

  async query(
    session: PgSession,
    { text, parameterOids }: PgStatement,
    binding: Binding,
    signal: AbortSignal,
  ): Promise<PgResult> {
    assertReading(text);
    const build = (): Request["unit"] => ({
      kind: "query",
      message: frontend.join(
        BEGIN,
        frontend.parse(text, parameterOids),
        frontend.bind(binding),
        frontend.describe("portal"),
        frontend.execute(),
        frontend.sync(),
        ROLLBACK,
      ),
    });
    const result = await this.#run(session, signal, build, resultOf);
    const { columns, rows, ends, tag, notices, parameters } = result;
    return {
      columns,
      rows: { bytes: bufferOf(rows), ends },
      rowCount: ends.length,
      tag,
      notices: notices.map(bufferOf),
      parameters,
    };
  }

  async set(
    session: PgSession,
    text: string,
    signal: AbortSignal,
  ): ReturnType<Database["set"]> {
    assertSetting(text);
    const custom = new Set(
      [...session.settings.keys()].filter((name) => name.includes(".")),
    );
    const named = customSetting(text);
    if (named !== undefined) custom.add(named);
    const read = frontend.query(readSettings([...custom]));
    const build = (): Request["unit"] => ({
      kind: "set",
      message: frontend.join(
        read,
        frontend.parse(text, []),
        frontend.bind(frontend.NO_BINDING),
        frontend.execute(),
        frontend.sync(),
        read,
        UNDO,
      ),
    });
    return this.#run(session, signal, build, (reply) =>
      settingsOf(reply, clipName(session.user)),
    );
  }

  #run<T>(
    session: PgSession,
    signal: AbortSignal,
    build: () => Request["unit"],
    read: (reply: Reply) => T,
  ): Promise<T> {
    const limit =
      timeoutSetting(session.settings, "statement_timeout") ?? Infinity;
    const timeout = Math.min(this.#timeout, limit);
    return this.#runner.run({ session, timeout, signal, build }, read);
  }
}

const bufferOf = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);

function resultOf(reply: Reply): UnitResult {
  if (reply.kind !== "result") throw unexpected(reply);
  return reply.result;
}

const unexpected = (reply: Reply): Error =>
  new Error(`the thread of a database answered with ${reply.kind}`);

function settingsOf(
  reply: Reply,
  login: string,
): Awaited<ReturnType<Database["set"]>> {
  if (reply.kind !== "settings") throw unexpected(reply);
  const before = valuesOf(reply.before);
  const after = valuesOf(reply.after);
  // The thread forgets whose it is after a SET, so that this has no effect.
  if (after.get("session_authorization") !== login) {
    throw new SqlError(
      "42501",
      "permission denied to set session authorization",
      {
        hint: "connect as the other user",
      },
    );
  }
  const settings = new Map<string, string>();
  for (const [name, value, isSet] of reply.after) {
    if (isSet === "true" && value !== null && isKept(name)) {
      settings.set(name.toLowerCase(), value);
    }
  }
  const parameters = REPORTED.flatMap((name): [string, string][] => {
    const value = after.get(name);
    return value == null || value === before.get(name) ? [] : [[name, value]];
  });
  return { settings, parameters };
}

const valuesOf = (rows: SettingRow[]): Map<string, string | null> =>
  new Map(rows.map(([name, value]) => [name, value]));
