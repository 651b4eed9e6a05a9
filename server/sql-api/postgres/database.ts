import type { Binding, Description, RowBatch, Column } from "../result.ts";
import type { Table } from "../tables.ts";

/** Whose settings and name a statement runs under. Nothing else is kept between statements. */
export interface PgSession {
  /** Unlike that of any other session. */
  id: number;
  user: string;
  database: string;
  /**
   * What `SET` has set, by lower-case name. A new Map whenever something in it
   * changes, so that it can be compared by identity.
   */
  settings: ReadonlyMap<string, string>;
  /**
   * Told when a call waits for its turn.
   *
   * @returns told when it does no more
   */
  onWait?: () => () => void;
}

export interface PgStatement {
  text: string;
  /** 0 where Postgres shall infer the type; may be fewer than there are parameters. */
  parameterOids: number[];
}

export interface PgResult {
  columns: Column[] | undefined;
  rows: RowBatch;
  rowCount: number;
  /** Such as `SELECT 5`. */
  tag: string;
  /** NoticeResponse messages, as Postgres sent them. */
  notices: Buffer[];
  /** ParameterStatus: settings of the session that differ now. */
  parameters: [name: string, value: string][];
}

/**
 * An empty Postgres whose tables are the views of a model: for catalogs, types and
 * errors, and for the part of a statement that comes after the scans.
 *
 * Every call is a unit of its own: read only, with no rights beyond reading the
 * empty tables, and ended when it takes too long (57014) or too much memory (53200).
 * Calls reject with SqlError, `position` included.
 */
export interface Database {
  describe(
    session: PgSession,
    statement: PgStatement,
    signal: AbortSignal,
  ): Promise<Description>;
  query(
    session: PgSession,
    statement: PgStatement,
    binding: Binding,
    signal: AbortSignal,
  ): Promise<PgResult>;
  /**
   * Validates a SET or RESET by running it after the session's settings.
   *
   * @returns the settings as `SHOW` has them afterwards, by lower-case name: what
   *   the session has to keep
   */
  set(
    session: PgSession,
    text: string,
    signal: AbortSignal,
  ): Promise<{
    settings: Map<string, string>;
    parameters: [name: string, value: string][];
  }>;
}

export interface DatabasePool {
  /** The same database for the same tables; sessions keep none across statements. */
  database(tables: readonly Table[]): Database;
  /** Resolves when a first database could answer at once. */
  warmUp(tables: readonly Table[]): Promise<void>;
  close(): Promise<void>;
}
