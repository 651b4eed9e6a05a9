import type {
  Binding,
  Column,
  Description,
  Notice,
  RowBatch,
} from "./result.ts";

/** I: idle; T: in a transaction; E: in a failed one. */
export type TransactionStatus = "I" | "T" | "E";

/** A statement that was understood, to be executed any number of times. */
export interface Prepared extends Description {
  readonly text: string;
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
  /** Command tag, such as `SELECT 5`, once the rows have been read. */
  tag(rows: number): string;
  /** After the rows. */
  notices(): Notice[];
}

/**
 * Understands the SQL of one session. Its calls never overlap.
 *
 * All methods reject with SqlError for what a client can mend; any other error is
 * a bug, which the session answers as XX000.
 */
export interface Executor {
  readonly transactionStatus: TransactionStatus;
  /** Parameters that changed since the last call, for ParameterStatus messages. */
  takeChangedParameters(): [name: string, value: string][];
  /** The statements of a simple query; none when there is only white space or comment. */
  split(text: string): string[];
  /** @param text one statement, or nothing at all */
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
  /** Everything that outlives no transaction outside of one has gone: called at Sync. */
  close(): Promise<void>;
}

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
  remoteAddress: string;
}
