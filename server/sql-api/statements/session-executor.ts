import type { Node } from "@pgsql/types";
import type {
  CreateExecutor,
  Execution,
  Executor,
  OpenCursor,
  Prepared,
  TransactionStatus,
} from "../executor.ts";
import { timeoutSetting } from "../postgres/settings.ts";
import type { Binding } from "../result.ts";
import { SqlError } from "../sql-error.ts";
import { closeStatement, declareStatement } from "./cursor-statements.ts";
import { doneExecution } from "./executions.ts";
import { executeStatement, fetchStatement } from "./fetch-statement.ts";
import { parseStatement, parseStatements } from "./parse.ts";
import {
  explainStatement,
  selectStatement,
  showStatement,
} from "./reading-statements.ts";
import { assertEncoding, refusal } from "./refusals.ts";
import { type ExecutorOptions, Session } from "./session.ts";
import {
  assertKnownSetting,
  deallocateStatement,
  discardStatement,
  runTransaction,
  settingStatement,
} from "./setting-statements.ts";
import { silentStatement, type Statement } from "./statement.ts";
import { Transaction } from "./transaction.ts";

/** Understands the SQL of one session. */
export class SessionExecutor implements Executor {
  readonly #session: Session;

  private constructor(session: Session) {
    this.#session = session;
  }

  /** @throws SqlError for settings of the start-up that Postgres does not take */
  static create(options: ExecutorOptions): CreateExecutor {
    return async (login, names, signal) => {
      const encoding = login.parameters.get("client_encoding");
      if (encoding !== undefined) assertEncoding(encoding);
      const session = new Session(login, names, options);
      await session.noteParameters(signal);
      return new SessionExecutor(session);
    };
  }

  get transactionStatus(): TransactionStatus {
    return this.#session.transaction.status;
  }

  takeChangedParameters(): [name: string, value: string][] {
    return this.#session.changed.splice(0);
  }

  split(text: string): string[] {
    return parseStatements(text).map((statement) => statement.text);
  }

  async prepare(
    text: string,
    parameterOids: number[],
    signal: AbortSignal,
  ): Promise<Prepared> {
    const { node } = parseStatement(text);
    const statement = await this.#understand(text, node, parameterOids, signal);
    if (this.transactionStatus === "E" && !statement.ends) {
      throw new SqlError(
        "25P02",
        "current transaction is aborted, commands ignored until end of transaction block",
        { hint: "send ROLLBACK" },
      );
    }
    return statement;
  }

  async execute(
    prepared: Prepared,
    binding: Binding,
    signal: AbortSignal,
  ): Promise<Execution> {
    const clock = this.#session.startClock(signal);
    try {
      const statement = prepared as Statement;
      const execution = await statement.run(binding, clock.signal);
      return {
        ...execution,
        rows: followedBy(execution.rows, () => clock.stop()),
        pause: () => clock.stop(),
        resume: () => clock.start(),
      };
    } catch (error) {
      clock.stop();
      throw error;
    }
  }

  fail(): void {
    this.#session.transaction.fail();
  }

  sync(): Promise<void> {
    return Promise.resolve();
  }

  get idleTimeout(): number | undefined {
    const { settings, transaction } = this.#session;
    return timeoutSetting(
      settings.current,
      transaction.status === "I"
        ? "idle_session_timeout"
        : "idle_in_transaction_session_timeout",
    );
  }

  cursor(name: string): OpenCursor | undefined {
    const cursor = this.#session.cursors.find(name);
    return (
      cursor && {
        columns: cursor.columns,
        formats: cursor.formats,
        fetch: (maxRows) => executeStatement(this.#session, name, maxRows),
      }
    );
  }

  closeCursor(name: string): Promise<void> {
    return this.#session.cursors.close(name);
  }

  close(): Promise<void> {
    return this.#session.cursors.closeAll();
  }

  /** @throws SqlError for what is refused, and Postgres' own errors */
  async #understand(
    text: string,
    node: Node | undefined,
    oids: number[],
    signal: AbortSignal,
  ): Promise<Statement> {
    const session = this.#session;
    if (node === undefined) {
      return silentStatement(
        text,
        () => Promise.resolve(doneExecution("")),
        true,
      );
    }
    if ("SelectStmt" in node) {
      return selectStatement(session, text, node, oids, signal);
    }
    if ("TransactionStmt" in node) {
      return silentStatement(
        text,
        () => runTransaction(session, node),
        Transaction.ends(node.TransactionStmt),
      );
    }
    if ("VariableSetStmt" in node) return settingStatement(session, text, node);
    if ("VariableShowStmt" in node) {
      assertKnownSetting(session, node);
      return showStatement(session, text, node, oids, signal);
    }
    if ("ExplainStmt" in node) {
      return explainStatement(session, text, node, oids, signal);
    }
    if ("DeclareCursorStmt" in node) {
      return declareStatement(session, text, node, oids, signal);
    }
    if ("FetchStmt" in node) return fetchStatement(session, text, node);
    if ("ClosePortalStmt" in node) return closeStatement(session, text, node);
    if ("DeallocateStmt" in node) {
      return deallocateStatement(session, text, node);
    }
    if ("DiscardStmt" in node) return discardStatement(session, text, node);
    // Pools send it before they lend a connection again: nothing was listened to.
    if ("UnlistenStmt" in node) {
      return silentStatement(text, () =>
        Promise.resolve(doneExecution("UNLISTEN")),
      );
    }
    throw refusal(node);
  }
}

async function* followedBy<T>(
  rows: AsyncIterable<T>,
  end: () => void,
): AsyncGenerator<T> {
  try {
    yield* rows;
  } finally {
    end();
  }
}
