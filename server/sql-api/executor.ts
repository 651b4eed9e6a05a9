import type {
  Binding,
  Column,
  Description,
  Format,
  Notice,
  RowBatch,
} from "./result.ts";

/** I: idle; T: in a transaction; E: in a failed one. */
export type TransactionStatus = "I" | "T" | "E";

/** A statement that was understood, to be executed any number of times. */
export interface Prepared extends Description {
  readonly text: string;
  /** How a simple query gives the rows: those of a BINARY cursor. @default text */
  readonly format?: Format | undefined;
}

/** A statement at work. */
export interface Execution {
  /**
   * What `Prepared` could not know, such as the columns of a cursor that did not
   * exist yet.
   */
  columns?: Column[] | undefined;
  /** Read slowly, they are made slowly. Not read to their end, `return()` stops the work. */
  rows: AsyncIterable<RowBatch>;
  /**
   * Command tag, such as `SELECT 5`, once the rows have been read; empty when there
   * was no statement. `rows` are those of the last fetch, as Postgres counts them.
   */
  tag(rows: number): string;
  /** After the rows. */
  notices(): Notice[];
  /** The client has as many rows as it wanted for now: it may take its time. */
  pause?(): void;
  /** It wants more. */
  resume?(): void;
}

/** A cursor of SQL. Cursors and portals of the protocol share their names. */
export interface OpenCursor {
  columns: Column[] | undefined;
  /** How its rows are encoded: none for all text, one for all, or one per column. */
  formats: Format[];
  /** A statement that gives the next rows, and is tagged as a SELECT. 0 is all. */
  fetch(maxRows: number): Prepared;
}

/** A portal, of which SQL may take the next rows. */
export interface OpenPortal {
  columns: Column[] | undefined;
  formats: Format[];
  /**
   * At least one row; undefined at the end.
   *
   * @throws SqlError 55000 for the portal at work
   */
  take(most: number): Promise<RowBatch | undefined>;
}

/**
 * Understands the SQL of one session. Its calls never overlap.
 *
 * All methods reject with SqlError for what a client can mend; any other error is
 * a bug, which the session answers as XX000. The reason of an aborted signal is the
 * SqlError that the client is to see: `signal.throwIfAborted()` is enough. The signal
 * of `execute` also aborts when its rows are given up before their end.
 */
export interface Executor {
  readonly transactionStatus: TransactionStatus;
  /**
   * Parameters that changed since the last call, for ParameterStatus messages; at the
   * first call all that a client is told of, such as server_version.
   */
  takeChangedParameters(): [name: string, value: string][];
  /**
   * The statements of a simple query, each as it is written there; none when there is
   * only white space or comment.
   */
  split(text: string): string[];
  /**
   * @param text one statement, or nothing at all
   * @throws SqlError 42601 for more than one statement
   */
  prepare(
    text: string,
    parameterOids: number[],
    signal: AbortSignal,
  ): Promise<Prepared>;
  execute(
    prepared: Prepared,
    binding: Binding,
    signal: AbortSignal,
  ): Promise<Execution>;
  /** An error was sent: the transaction fails. */
  fail(): void;
  /** Sync, or the end of a simple query: an implicit transaction ends here. */
  sync(): Promise<void>;
  /**
   * Milliseconds a client may send nothing: `idle_session_timeout`, or in a transaction
   * `idle_in_transaction_session_timeout`. Undefined for no limit.
   */
  readonly idleTimeout: number | undefined;
  /** A SQL cursor, which Describe and Execute may name as they name a portal. */
  cursor(name: string): OpenCursor | undefined;
  /** Close of a portal, which may name a SQL cursor. There need not be one of that name. */
  closeCursor(name: string): Promise<void>;
  /** The session has ended. */
  close(): Promise<void>;
}

/** What SQL may do to that which the protocol has named. */
export interface SessionNames {
  /** DEALLOCATE; all of them when no name is given. False when there is none of that name. */
  deallocate(name?: string): boolean;
  /** A portal, which FETCH and MOVE may name as they name a cursor. */
  portal(name: string): OpenPortal | undefined;
  /** CLOSE. @throws SqlError 24000 for the portal at work */
  closePortal(name: string): Promise<void>;
  /** CLOSE ALL and DISCARD ALL: every portal but the one at work. */
  closePortals(): Promise<void>;
}

/** @throws SqlError which ends the session, such as 3D000 */
export type CreateExecutor = (
  login: Login,
  names: SessionNames,
  signal: AbortSignal,
) => Promise<Executor>;

/** Who has connected. */
export interface Login {
  user: string;
  /** What the client asked for; the user's name when it did not say. */
  database: string;
  /** Of the start-up message: application_name, client_encoding, options and others. */
  parameters: ReadonlyMap<string, string>;
  /** From `checkSqlAuth`. */
  securityContext: unknown;
  superuser: boolean;
}
