import pg from "pg";
import { type Cell, cellOf, type Table } from "./sql-differential-compare.ts";
import {
  bind,
  describePortal,
  execute,
  fields,
  parse,
  startUpMessage,
  sync,
  WireClient,
  type WireMessage,
} from "./sql-wire.ts";

/** Types whose binary format is read here: bool, integers, text, floats, timestamp, numeric. */
const READ = new Set([16, 20, 21, 23, 25, 700, 701, 1114, 1700]);

/** Whether results of these types can be asked for in binary format. */
export const isBinary = (types: number[]): boolean =>
  types.every((type) => READ.has(type));

/** Asks for results in binary format, which `pg` has no way to read. */
export class BinaryClient {
  readonly #client: WireClient;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(client: WireClient) {
    this.#client = client;
  }

  static async connect(port: number): Promise<BinaryClient> {
    const client = await WireClient.connect(port);
    client.send(startUpMessage({ user: "analyst", database: "cube" }));
    await client.readTo("Z");
    return new BinaryClient(client);
  }

  /** One statement after the other. */
  query(sql: string, values: unknown[] = []): Promise<Table> {
    const next = this.#last.then(() => this.#ask(sql, values));
    this.#last = next.catch(() => undefined);
    return next;
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  async #ask(sql: string, values: unknown[]): Promise<Table> {
    this.#client.send(
      parse(sql),
      bind({ values: values.map(textOf), resultFormats: [1] }),
      describePortal(),
      execute(),
      sync,
    );
    return tableOf(await this.#client.readTo("Z"));
  }
}

function textOf(value: unknown): Buffer | null {
  if (value === null) return null;
  if (value instanceof Date) return Buffer.from(value.toISOString());
  if (!Array.isArray(value)) return Buffer.from(`${value as string | number}`);
  return Buffer.from(
    `{${value.map((item) => JSON.stringify(item)).join(",")}}`,
  );
}

function tableOf(messages: WireMessage[]): Table {
  const table: Table = { names: [], types: [], rows: [] };
  for (const message of messages) {
    if (message.type === "E") {
      const { C, M } = fields(message);
      throw new Error(`${C} ${M}`);
    }
    if (message.type === "T") readColumns(message.body, table);
    if (message.type === "D") table.rows.push(rowOf(message.body, table.types));
  }
  return table;
}

/** https://www.postgresql.org/docs/current/protocol-message-formats.html#PROTOCOL-MESSAGE-FORMATS-ROWDESCRIPTION */
function readColumns(body: Buffer, { names, types }: Table): void {
  let at = 2;
  for (let column = body.readUInt16BE(0); column > 0; column--) {
    const end = body.indexOf(0, at);
    names.push(body.toString("utf8", at, end));
    types.push(body.readInt32BE(end + 7));
    at = end + 19;
  }
}

function rowOf(body: Buffer, types: number[]): Cell[] {
  let at = 2;
  return types.map((type) => {
    const length = body.readInt32BE(at);
    at += 4;
    if (length < 0) return null;
    at += length;
    return cell(type, body.subarray(at - length, at));
  });
}

const parserOf = pg.types.getTypeParser as (
  type: number,
  format: "binary",
) => (bytes: Buffer) => unknown;

function cell(type: number, bytes: Buffer): Cell {
  const value = parserOf(type, "binary")(bytes);
  if (typeof value === "boolean") return value ? "t" : "f";
  if (!(value instanceof Date)) return cellOf(type, String(value));
  return value
    .toISOString()
    .replace("T", " ")
    .replace(/(\.000)?Z$/, "");
}
