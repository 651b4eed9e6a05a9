import { readFile } from "node:fs/promises";
import { parentPort, workerData } from "node:worker_threads";
import { errorMessage } from "../../../base/errors.ts";
import { SqlError } from "../sql-error.ts";
import type { Answer } from "./backend.ts";
import { Engine } from "./engine.ts";
import { join, query } from "./frontend.ts";
import {
  INITIAL,
  type Names,
  namesFor,
  renameStatements,
  SUPERUSER,
} from "./login-names.ts";
import { quoteLiteral } from "./quoting.ts";
import { settingStatements } from "./settings.ts";
import type {
  ErrorFields,
  Reply,
  Request,
  SessionSwitch,
  SettingRow,
  Task,
  UnitResult,
} from "./thread-messages.ts";

/** Runs in a thread of its own: Postgres blocks it, and it can be killed. */

const port = parentPort!;
const send = (reply: Reply, transfer: ArrayBuffer[] = []): void =>
  port.postMessage(reply, transfer);

/** Nothing more is run: what Postgres was doing cannot be stopped in any other way. */
function breakOff(error: ErrorFields): never {
  send({ kind: "broken", error });
  process.exit();
}

function onCrash(cause: unknown): never {
  breakOff(
    cause instanceof RangeError && /call stack/i.test(cause.message)
      ? {
          code: "54001",
          message: "stack depth limit exceeded",
          hint: "Nest the statement, or the value it reads, less deeply.",
        }
      : {
          code: "53200",
          message: "the statement ended the database it ran in",
          detail: errorMessage(cause),
          hint: "Make it read or produce less at a time.",
        },
  );
}

/** @throws Error naming what Postgres said */
function assertDone(answers: Answer[], what: string): void {
  const error = answers.find(({ error }) => error !== undefined)?.error;
  if (error !== undefined || answers.at(-1)?.status !== "I") {
    throw new Error(`${what}: ${error?.message ?? "no answer"}`);
  }
}

async function makeBase(wasm: WebAssembly.Module): Promise<void> {
  const engine = await Engine.create(wasm);
  const sql = await readFile(new URL("./base.sql", import.meta.url), "utf8");
  for (const statement of [
    sql,
    "DROP DATABASE template1",
    "DROP DATABASE template0",
    "VACUUM FULL",
    "CHECKPOINT",
  ]) {
    assertDone(
      await engine.run(join(query(statement))),
      statement.slice(0, 40),
    );
  }
  const base = await engine.snapshot();
  send({ kind: "base", base });
}

class DatabaseThread {
  readonly #engine: Engine;
  #names: Names = INITIAL;

  private constructor(engine: Engine) {
    this.#engine = engine;
  }

  static async start(
    task: Extract<Task, { kind: "database" }>,
  ): Promise<DatabaseThread> {
    const engine = await Engine.open(task.base, {
      wasm: task.wasm,
      maxMemory: task.maxMemory,
      maxResult: task.maxResult,
      onCrash,
      onTooLarge: () =>
        breakOff({
          code: "54000",
          message: `the result has more than ${task.maxResult} bytes`,
          hint: "Select fewer columns, or add a WHERE or LIMIT clause.",
        }),
    });
    assertDone(await engine.run(join(query(task.ddl))), "tables of the model");
    return new DatabaseThread(engine);
  }

  async handle(request: Request): Promise<void> {
    if (request.switchTo !== undefined) {
      const error = await this.#switch(request.switchTo);
      if (error !== undefined) {
        this.#reply({ kind: "error", memory: this.#engine.memory, error });
        return;
      }
    }
    const answers = await this.#engine.run(request.unit.message);
    const memory = this.#engine.memory;
    const { kind } = request.unit;
    const expected = kind === "set" ? 4 : 3;
    if (answers.length !== expected || answers.at(-1)!.status !== "I") {
      breakOff(INCOMPLETE);
    }
    const [first, answer, last] = answers as [Answer, Answer, Answer];
    const error = first.error ?? answer.error ?? last.error;
    if (error !== undefined) {
      this.#reply({ kind: "error", memory, error });
    } else if (kind === "set") {
      const before = settingRows(first);
      const after = settingRows(last);
      this.#reply({ kind: "settings", memory, before, after });
    } else {
      this.#result(answer, memory);
    }
  }

  /** @returns why the session cannot be, in which case that of before is still there */
  async #switch({
    user,
    database,
    settings,
  }: SessionSwitch): Promise<ErrorFields | undefined> {
    const names = namesFor(user, database);
    let message: Uint8Array;
    try {
      message = switchMessage(this.#names, names, settings);
    } catch (error) {
      if (error instanceof SqlError) return fieldsOf(error);
      throw error;
    }
    const answers = await this.#engine.run(message);
    if (answers.length !== 2 || answers[1]!.status !== "I") {
      breakOff(INCOMPLETE);
    }
    const error = answers[0]!.error ?? answers[1]!.error;
    if (error === undefined) {
      this.#names = names;
      return undefined;
    }
    return error.code === "23505"
      ? {
          code: "42939",
          message: `role name "${names.login}" is reserved`,
          hint: "Log in under a name that no role of Postgres has.",
        }
      : error;
  }

  #result(answer: Answer, memory: number): void {
    const { parameterOids, columns, tag, notices, parameters } = answer;
    const large = answer.rows.length > MOVE_FROM;
    // Rows are a part of the reply's memory, or were put together from parts of it.
    const moved = large ? movable(answer.rows, this.#engine) : undefined;
    const rows = moved ?? new Uint8Array(answer.rows);
    const ends = new Uint32Array(answer.ends);
    const result: UnitResult = {
      parameterOids,
      columns,
      rows,
      ends,
      tag,
      notices,
      parameters,
    };
    send({ kind: "result", memory, result }, [
      ends.buffer,
      ...(moved ? [moved.buffer] : []),
    ]);
  }

  #reply(reply: Reply): void {
    send(reply);
  }
}

/**
 * One transaction: all of it or nothing.
 *
 * @throws SqlError for names and settings that cannot be
 */
function switchMessage(
  from: Names,
  to: Names,
  settings: ReadonlyMap<string, string>,
): Uint8Array {
  const statements = [
    // The session of before may have made transactions read only.
    "BEGIN READ WRITE",
    `SET SESSION AUTHORIZATION ${quoteLiteral(SUPERUSER)}`,
    "RESET ALL",
    ...renameStatements(from, to),
    `SET SESSION AUTHORIZATION ${quoteLiteral(to.login)}`,
    ...settingStatements(settings),
  ];
  // In a message of its own, which is also read when one of the statements fails.
  return join(query(statements.join("; ")), query("COMMIT"));
}

const fieldsOf = ({ code, message, detail, hint }: SqlError): ErrorFields => ({
  code,
  message,
  detail,
  hint,
});

/** Bytes of rows from which moving memory is cheaper than copying it. */
const MOVE_FROM = 16 * 1024;

const INCOMPLETE: ErrorFields = {
  code: "53200",
  message: "the statement ended the database it ran in",
  hint: "Make it read or produce less at a time.",
};

function movable(
  rows: Uint8Array,
  engine: Engine,
): Uint8Array<ArrayBuffer> | undefined {
  const { byteOffset, length } = rows;
  const reply = engine.takeReply();
  return rows.buffer === reply
    ? new Uint8Array(reply, byteOffset, length)
    : undefined;
}

/** The three texts of each row. */
function settingRows({ rows, ends }: Answer): SettingRow[] {
  const buffer = Buffer.from(rows.buffer, rows.byteOffset, rows.length);
  return Array.from(ends, (_, row) => {
    let at = (row === 0 ? 0 : ends[row - 1]!) + 7;
    return [0, 1, 2].map(() => {
      const length = buffer.readInt32BE(at);
      const start = at + 4;
      at = start + Math.max(0, length);
      return length < 0 ? null : buffer.toString("utf8", start, at);
    }) as SettingRow;
  });
}

async function main(task: Task): Promise<void> {
  try {
    if (task.kind === "base") {
      await makeBase(task.wasm);
      return;
    }
    const thread = await DatabaseThread.start(task);
    port.on("message", (request: Request) => {
      void thread.handle(request).catch(onCrash);
    });
    send({ kind: "ready" });
  } catch (error) {
    send({ kind: "failed", message: errorMessage(error) });
  }
}

await main(workerData as Task);
