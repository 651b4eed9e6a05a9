import type { TransactionStmt } from "@pgsql/types";
import type { TransactionStatus } from "../executor.ts";
import type { Notice } from "../result.ts";
import { SqlError } from "../sql-error.ts";

export interface TransactionStep {
  tag: string;
  notices: Notice[];
  /** How a transaction ended, if one did. */
  ended?: "committed" | "rolled back";
}

const warning = (code: string, message: string): Notice => ({
  severity: "WARNING",
  code,
  message,
});

const NO_TRANSACTION = warning("25P01", "there is no transaction in progress");

/** The transaction of a session, which has nothing to undo but settings. */
export class Transaction {
  #status: TransactionStatus = "I";
  #savepoints: string[] = [];

  get status(): TransactionStatus {
    return this.#status;
  }

  fail(): void {
    if (this.#status === "T") this.#status = "E";
  }

  /** Whether a failed transaction takes this statement. */
  static ends({ kind }: TransactionStmt): boolean {
    return (
      kind === "TRANS_STMT_COMMIT" ||
      kind === "TRANS_STMT_ROLLBACK" ||
      kind === "TRANS_STMT_ROLLBACK_TO"
    );
  }

  /** @throws SqlError */
  run({
    kind,
    savepoint_name = "",
    chain = false,
  }: TransactionStmt): TransactionStep {
    switch (kind) {
      case "TRANS_STMT_BEGIN":
      case "TRANS_STMT_START":
        return this.#begin(
          kind === "TRANS_STMT_BEGIN" ? "BEGIN" : "START TRANSACTION",
        );
      case "TRANS_STMT_COMMIT":
      case "TRANS_STMT_ROLLBACK":
        return this.#end(kind === "TRANS_STMT_COMMIT", chain);
      case "TRANS_STMT_SAVEPOINT":
      case "TRANS_STMT_RELEASE":
      case "TRANS_STMT_ROLLBACK_TO":
        return this.#savepoint(kind, savepoint_name);
      case undefined:
      case "TRANS_STMT_PREPARE":
      case "TRANS_STMT_COMMIT_PREPARED":
      case "TRANS_STMT_ROLLBACK_PREPARED":
        throw new SqlError("0A000", "two-phase commit is not supported", {
          hint: "use COMMIT or ROLLBACK",
        });
    }
  }

  #begin(tag: string): TransactionStep {
    const notices =
      this.#status === "I"
        ? []
        : [warning("25001", "there is already a transaction in progress")];
    this.#status = "T";
    return { tag, notices };
  }

  /** @param chain whether another one begins at once */
  #end(commit: boolean, chain: boolean): TransactionStep {
    if (this.#status === "I") {
      if (chain) {
        throw new SqlError(
          "25P01",
          `${commit ? "COMMIT" : "ROLLBACK"} AND CHAIN can only be used in transaction blocks`,
          { hint: "send BEGIN before" },
        );
      }
      return { tag: commit ? "COMMIT" : "ROLLBACK", notices: [NO_TRANSACTION] };
    }
    const committed = commit && this.#status === "T";
    this.#status = chain ? "T" : "I";
    this.#savepoints = [];
    return {
      tag: committed ? "COMMIT" : "ROLLBACK",
      notices: [],
      ended: committed ? "committed" : "rolled back",
    };
  }

  #savepoint(
    kind:
      "TRANS_STMT_SAVEPOINT" | "TRANS_STMT_RELEASE" | "TRANS_STMT_ROLLBACK_TO",
    name: string,
  ): TransactionStep {
    const word = SAVEPOINT_TAGS[kind];
    if (this.#status === "I") {
      throw new SqlError(
        "25P01",
        `${word === "ROLLBACK" ? "ROLLBACK TO SAVEPOINT" : word} can only be used in transaction blocks`,
        { hint: "send BEGIN before" },
      );
    }
    if (kind === "TRANS_STMT_SAVEPOINT") {
      this.#savepoints.push(name);
      return { tag: word, notices: [] };
    }
    const place = this.#savepoints.lastIndexOf(name);
    if (place < 0) {
      throw new SqlError("3B001", `savepoint "${name}" does not exist`);
    }
    // Those after it go; it stays when it was only rolled back to.
    this.#savepoints.length = kind === "TRANS_STMT_RELEASE" ? place : place + 1;
    if (kind === "TRANS_STMT_ROLLBACK_TO") this.#status = "T";
    return { tag: word, notices: [] };
  }
}

const SAVEPOINT_TAGS = {
  TRANS_STMT_SAVEPOINT: "SAVEPOINT",
  TRANS_STMT_RELEASE: "RELEASE",
  TRANS_STMT_ROLLBACK_TO: "ROLLBACK",
} as const;
