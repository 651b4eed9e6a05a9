import { SqlError } from "../sql-api/sql-error.ts";
import type { SqlApiExports } from "../sql-api/builtin.ts";

/** What an answer says of an error in SQL, beside Cube's own field `error`. */
export interface SqlErrorDetails {
  code: "sql-error";
  /** SQLSTATE */
  sqlState: string;
  hint?: string;
  /** In the text of the query, in characters from 1. */
  position?: number;
}

/** Cube's error with a status; `plainMessages` reach the body of the answer as `plainError`. */
type HandlerError = new (
  status: number,
  type: string,
  message: string,
) => Error & { plainMessages?: unknown };

/** By the first two characters of a SQLSTATE, which are its class. */
const STATUS: Record<string, number> = {
  "28": 403,
  "53": 503,
  "57": 503,
  XX: 500,
};

const statusOf = (sqlState: string) =>
  sqlState === "42501" ? 403 : (STATUS[sqlState.slice(0, 2)] ?? 400);

/** The calls that come by HTTP, with errors that Cube answers by their status. */
export function withHttpErrors(
  sqlApi: SqlApiExports,
  HandlerError: HandlerError,
): SqlApiExports {
  const translated = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      const { code, hint, position, message } = error;
      const details: SqlErrorDetails = {
        code: "sql-error",
        sqlState: code,
        ...(hint === undefined ? {} : { hint }),
        ...(position === undefined ? {} : { position }),
      };
      throw Object.assign(
        new HandlerError(statusOf(code), "User Error", message),
        { plainMessages: details },
      );
    }
  };
  return {
    ...sqlApi,
    execSql: (...parameters) => translated(sqlApi.execSql(...parameters)),
    sql4sql: (...parameters) => translated(sqlApi.sql4sql(...parameters)),
    rest4sql: (...parameters) => translated(sqlApi.rest4sql(...parameters)),
  };
}

export const isSqlErrorDetails = (value: unknown): value is SqlErrorDetails =>
  typeof value === "object" &&
  value !== null &&
  (value as { code?: unknown }).code === "sql-error";
