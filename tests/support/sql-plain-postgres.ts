import { PGlite } from "@electric-sql/pglite";
import { shown } from "./sql-wire.ts";

/** Postgres itself, asked by the messages of its protocol. */
export class PlainPostgres {
  readonly #database: PGlite;

  private constructor(database: PGlite) {
    this.#database = database;
  }

  static async start(): Promise<PlainPostgres> {
    return new PlainPostgres(await PGlite.create());
  }

  /** Every answer in a line, as `WireClient.exchange` shows them. */
  async exchange(...messages: Buffer[]): Promise<string[]> {
    const answer = Buffer.from(
      await this.#database.execProtocolRaw(Buffer.concat(messages)),
    );
    const lines: string[] = [];
    for (let at = 0; at < answer.length;) {
      const end = at + 1 + answer.readInt32BE(at + 1);
      const type = String.fromCharCode(answer[at]!);
      lines.push(shown({ type, body: answer.subarray(at + 5, end) }));
      at = end;
    }
    return lines;
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}
