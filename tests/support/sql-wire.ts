import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { PASSWORD, USER } from "./sql-server.ts";

/** https://www.postgresql.org/docs/current/protocol-message-formats.html */
export interface WireMessage {
  type: string;
  body: Buffer;
}

const int16 = (value: number) => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
};

export const int32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};

const text = (value: string) => Buffer.from(`${value}\0`);

export function message(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

export function startUp(version: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([int32(body.length + 8), int32(version), body]);
}

export const V3_0 = 0x30000;
export const SSL_REQUEST = startUp(80877103);
export const GSS_REQUEST = startUp(80877104);

export const cancelRequest = (processId: number, key: Buffer) =>
  startUp(80877102, int32(processId), key);

export const startUpMessage = (
  parameters: Record<string, string> = {},
  version = V3_0,
) =>
  startUp(
    version,
    ...Object.entries({ user: USER, database: "views", ...parameters }).flatMap(
      ([name, value]) => [text(name), text(value)],
    ),
    Buffer.of(0),
  );

export const password = (value = PASSWORD) => message("p", text(value));
export const query = (sql: string) => message("Q", text(sql));
export const sync = message("S");
export const flush = message("H");
export const terminate = message("X");

export const parse = (sql: string, name = "", oids: number[] = []) =>
  message("P", text(name), text(sql), int16(oids.length), ...oids.map(int32));

export const bind = ({
  portal = "",
  statement = "",
  formats = [] as number[],
  values = [] as (Buffer | null)[],
  resultFormats = [] as number[],
} = {}) =>
  message(
    "B",
    text(portal),
    text(statement),
    int16(formats.length),
    ...formats.map(int16),
    int16(values.length),
    ...values.flatMap((value) =>
      value === null ? [int32(-1)] : [int32(value.length), value],
    ),
    int16(resultFormats.length),
    ...resultFormats.map(int16),
  );

export const describeStatement = (name = "") =>
  message("D", Buffer.from("S"), text(name));
export const describePortal = (name = "") =>
  message("D", Buffer.from("P"), text(name));
export const closeStatement = (name = "") =>
  message("C", Buffer.from("S"), text(name));
export const closePortal = (name = "") =>
  message("C", Buffer.from("P"), text(name));
export const execute = (portal = "", maxRows = 0) =>
  message("E", text(portal), int32(maxRows));

/** However it came to it, by an error or not. */
export const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    if (socket.closed) resolve();
    else socket.once("close", () => resolve());
  });

/** A client that shows every message as it came. */
export class WireClient {
  readonly socket: Socket;
  #bytes: Buffer = Buffer.alloc(0);
  #ended = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on("error", () => {});
    socket.on("close", () => (this.#ended = true));
  }

  static async connect(port: number): Promise<WireClient> {
    const socket = connect({ port, host: "127.0.0.1" });
    const client = new WireClient(socket);
    await once(socket, "connect");
    return client;
  }

  /** Already logged in. */
  static async session(
    port: number,
    parameters: Record<string, string> = {},
    version = V3_0,
  ): Promise<{ client: WireClient; greeting: WireMessage[] }> {
    const client = await WireClient.connect(port);
    client.send(startUpMessage(parameters, version), password());
    return { client, greeting: await client.readTo("Z") };
  }

  send(...messages: Buffer[]): void {
    this.socket.write(Buffer.concat(messages));
  }

  /** The answer to an encryption request. */
  async byte(): Promise<string | undefined> {
    return (await this.#take(1))?.toString("latin1");
  }

  /** Undefined when the server has closed the connection. */
  async read(): Promise<WireMessage | undefined> {
    const head = await this.#take(5);
    if (head === undefined) return undefined;
    const body = await this.#take(head.readInt32BE(1) - 4);
    if (body === undefined) throw new Error("the server closed in a message");
    return { type: String.fromCharCode(head[0]!), body };
  }

  /** All up to one of a type, or up to the end of the connection. */
  async readTo(type?: string): Promise<WireMessage[]> {
    const messages: WireMessage[] = [];
    for (;;) {
      const next = await this.read();
      if (next === undefined) {
        if (type === undefined) return messages;
        throw new Error(`closed after ${messages.map(shown).join(", ")}`);
      }
      messages.push(next);
      if (next.type === type) return messages;
    }
  }

  /** Sends messages and shows the answers up to ReadyForQuery. */
  async exchange(...messages: Buffer[]): Promise<string[]> {
    this.send(...messages);
    return (await this.readTo("Z")).map(shown);
  }

  /** Shows what comes until the server closes the connection. */
  async rest(): Promise<string[]> {
    return (await this.readTo()).map(shown);
  }

  async close(): Promise<void> {
    this.socket.destroy();
    await closed(this.socket);
  }

  async #moreOrClose(): Promise<void> {
    const waiting = new AbortController();
    const { signal } = waiting;
    await Promise.race([
      once(this.socket, "readable", { signal }),
      once(this.socket, "close", { signal }),
    ]).catch(() => {});
    waiting.abort();
  }

  async #take(length: number): Promise<Buffer | undefined> {
    while (this.#bytes.length < length) {
      const chunk = this.socket.read() as Buffer | null;
      if (chunk !== null) this.#bytes = Buffer.concat([this.#bytes, chunk]);
      else if (this.#ended || this.socket.readableEnded) return undefined;
      else {
        await this.#moreOrClose();
      }
    }
    const taken = this.#bytes.subarray(0, length);
    this.#bytes = this.#bytes.subarray(length);
    return taken;
  }
}

/** Fields of an error or a notice by their letter. */
export const fields = ({ body }: WireMessage) =>
  Object.fromEntries<string>(
    body
      .toString("utf8")
      .split("\0")
      .filter((field) => field !== "")
      .map((field): [string, string] => [field.charAt(0), field.slice(1)]),
  );

/** A message in one line, such as `D 1|row 1`, `C SELECT 2` or `E 26000 ERROR …`. */
export function shown(message: WireMessage): string {
  const { type, body } = message;
  switch (type) {
    case "D":
      return `D ${rowOf(body).join("|")}`;
    case "C":
    case "S":
      return `${type} ${body.toString("utf8").split("\0").slice(0, -1).join("=")}`;
    case "Z":
      return `Z ${body.toString("utf8")}`;
    case "E":
    case "N": {
      const { C, S, M } = fields(message);
      return `${type} ${C} ${S} ${M}`;
    }
    case "T":
      return `T ${columnsOf(body).join(" ")}`;
    case "t": {
      const count = body.readUInt16BE(0);
      const oids = Array.from({ length: count }, (_, index) =>
        body.readInt32BE(2 + 4 * index),
      );
      return `t ${oids.join(" ")}`.trim();
    }
    case "R":
      return `R ${body.readInt32BE(0)}`;
    default:
      return type;
  }
}

/** Name, type and format of each. */
function columnsOf(body: Buffer): string[] {
  const columns: string[] = [];
  let at = 2;
  for (let column = body.readUInt16BE(0); column > 0; column--) {
    const end = body.indexOf(0, at);
    const name = body.toString("utf8", at, end);
    columns.push(
      `${name}:${body.readInt32BE(end + 7)}:${body.readInt16BE(end + 17)}`,
    );
    at = end + 19;
  }
  return columns;
}

function rowOf(body: Buffer): string[] {
  const values: string[] = [];
  let at = 2;
  for (let column = body.readUInt16BE(0); column > 0; column--) {
    const length = body.readInt32BE(at);
    at += 4;
    if (length === -1) values.push("NULL");
    else values.push(body.toString("latin1", at, (at += length)));
  }
  return values;
}
