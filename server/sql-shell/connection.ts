import { connect } from "node:net";
import { Client, DatabaseError } from "pg";
import Cursor from "pg-cursor";
import type { Field, TextRow } from "./results.ts";

export interface ConnectionOptions {
  host: string;
  port: number;
  user: string;
  database: string;
  /** Called only when the server asks for one. */
  password: () => Promise<string>;
  onNotice: (text: string) => void;
  onLost: (error: Error) => void;
}

/** What a statement gives, read in portions. */
export interface Result {
  /** Empty for a statement without rows, such as SET. */
  fields: Field[];
  /** The command that has run, such as `SET`. */
  command: string;
  portions: AsyncIterable<TextRow[]>;
}

/** Rows that are read at once. */
const PORTION = 1000;

const CANCEL_REQUEST_CODE = 80_877_102;

/** Values as the server writes them, not as JavaScript has them. */
const AS_TEXT = { getTypeParser: () => (value: string) => value };

/** pg knows them and does not declare them. */
interface KeyData {
  processID: number;
  secretKey: number;
}

/** One session of the SQL API. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #client: Client;

  private constructor(options: ConnectionOptions, client: Client) {
    this.#options = options;
    this.#client = client;
  }

  /** @throws what pg throws, such as ECONNREFUSED or 28P01 */
  static async open(options: ConnectionOptions): Promise<Connection> {
    const { host, port, user, database, password } = options;
    const client = new Client({
      host,
      port,
      user,
      database,
      password,
      application_name: "lookthrough sql",
    });
    client.on("notice", ({ message }) =>
      options.onNotice(String(message ?? "")),
    );
    client.on("error", options.onLost);
    try {
      await client.connect();
    } catch (error) {
      // A connection that nobody lets in would keep the process alive.
      client.end().catch(() => undefined);
      throw error;
    }
    return new Connection(options, client);
  }

  /** @throws DatabaseError */
  async run(statement: string): Promise<Result> {
    const cursor = this.#client.query(
      new Cursor<TextRow>(statement, [], { rowMode: "array", types: AS_TEXT }),
    );
    const first = await readPortion(cursor);
    return {
      fields: first.fields,
      command: first.command,
      portions: portions(cursor, first.rows),
    };
  }

  /** Asks the server to stop the statement at work. */
  cancel(): void {
    const { processID, secretKey } = this.#client as unknown as KeyData;
    const request = Buffer.alloc(16);
    request.writeInt32BE(16, 0);
    request.writeInt32BE(CANCEL_REQUEST_CODE, 4);
    request.writeInt32BE(processID, 8);
    request.writeInt32BE(secretKey, 12);
    const { host, port } = this.#options;
    const socket = connect(port, host, () => socket.end(request));
    // The statement then ends by itself.
    socket.on("error", () => undefined);
  }

  close(): Promise<void> {
    return this.#client.end();
  }
}

interface Portion {
  rows: TextRow[];
  fields: Field[];
  command: string;
}

const readPortion = (cursor: Cursor<TextRow>): Promise<Portion> =>
  new Promise((resolve, reject) => {
    cursor.read(PORTION, (error, rows, result) => {
      if (error) reject(error);
      else {
        const { fields = [], command = "" } = result ?? {};
        resolve({ rows, fields, command });
      }
    });
  });

async function* portions(
  cursor: Cursor<TextRow>,
  first: TextRow[],
): AsyncGenerator<TextRow[]> {
  try {
    yield first;
    let { length } = first;
    while (length === PORTION) {
      const { rows } = await readPortion(cursor);
      yield rows;
      ({ length } = rows);
    }
  } finally {
    await cursor.close();
  }
}

/** The error as psql shows it, with the place in the statement. */
export function errorText(error: unknown, statement: string): string {
  if (!(error instanceof DatabaseError)) {
    return `error: ${(error as Error).message}\n`;
  }
  const { severity, message, position, detail, hint } = error;
  return [
    `${severity ?? "ERROR"}:  ${message}`,
    ...(position === undefined ? [] : marked(statement, Number(position))),
    ...(detail === undefined ? [] : [`DETAIL:  ${detail}`]),
    ...(hint === undefined ? [] : [`HINT:  ${hint}`]),
    "",
  ].join("\n");
}

/** The line of a position, and a caret below it. */
function marked(statement: string, position: number): string[] {
  const before = [...statement].slice(0, position - 1).join("");
  const number = before.split("\n").length;
  const line = statement.split("\n")[number - 1] ?? "";
  const column = [...(before.split("\n").at(-1) ?? "")].length;
  const prefix = `LINE ${number}: `;
  return [prefix + line, `${" ".repeat(prefix.length + column)}^`];
}
