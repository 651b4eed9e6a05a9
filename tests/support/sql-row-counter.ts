import { once } from "node:events";
import { connect, type Socket } from "node:net";
import {
  cancelRequest,
  fields,
  password,
  query,
  startUpMessage,
} from "./sql-wire.ts";

export interface Counted {
  rows: number;
  bytes: number;
  /** By `performance.now()`; undefined without rows. */
  firstRowAt: number | undefined;
  /** Fields of the ErrorResponse by their letters, if there was one. */
  error: Record<string, string> | undefined;
}

const NOTHING: Counted = {
  rows: 0,
  bytes: 0,
  firstRowAt: undefined,
  error: undefined,
};

const HEADER_BYTES = 5;
const TYPE = { D: 0x44, E: 0x45, K: 0x4b, R: 0x52, Z: 0x5a };
const CLEARTEXT = 3;

/** A client of the SQL API that counts rows, as fast as they come, and keeps none. */
export class RowCounter {
  readonly socket: Socket;
  readonly #password: string;
  #rest: Buffer = Buffer.alloc(0);
  #counted = { ...NOTHING };
  #key: { processId: number; secret: Buffer } | undefined;
  #ready: ((counted: Counted) => void) | undefined;

  private constructor(socket: Socket, given: string) {
    this.socket = socket;
    this.#password = given;
    socket.on("data", (chunk: Buffer) => this.#read(chunk));
    // Ends what waits for it.
    socket.on("error", () => undefined);
    socket.on("close", () => this.#ready?.(this.#counted));
  }

  static async connect(
    port: number,
    { user = "anyone", password: given = "" } = {},
  ): Promise<RowCounter> {
    const socket = connect(port, "127.0.0.1");
    const client = new RowCounter(socket, given);
    await once(socket, "connect");
    await client.#send(startUpMessage({ user }));
    return client;
  }

  /** What has come of the answer so far. */
  get counted(): Counted {
    return { ...this.#counted };
  }

  /** Resolves when the server is ready for the next one, or has gone. */
  run(sql: string): Promise<Counted> {
    return this.#send(query(sql));
  }

  /** Resolves when so many rows have come; reads no more after that until `resume`. */
  async pauseAfter(rows: number): Promise<void> {
    while (this.#counted.rows < rows) await once(this.socket, "data");
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  cancel(): void {
    const { processId, secret } = this.#key!;
    const { remotePort, remoteAddress } = this.socket;
    const socket = connect(remotePort!, remoteAddress);
    socket.on("error", () => undefined);
    socket.end(cancelRequest(processId, secret));
  }

  close(): void {
    this.socket.destroy();
  }

  #send(message: Buffer): Promise<Counted> {
    this.#counted = { ...NOTHING };
    return new Promise((resolve) => {
      this.#ready = resolve;
      this.socket.write(message);
    });
  }

  #read(chunk: Buffer): void {
    const bytes =
      this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#counted.bytes += chunk.length;
    let at = 0;
    while (at + HEADER_BYTES <= bytes.length) {
      const end = at + 1 + bytes.readInt32BE(at + 1);
      if (end > bytes.length) break;
      this.#message(bytes[at], bytes, at + HEADER_BYTES, end);
      at = end;
    }
    this.#rest = bytes.subarray(at);
  }

  #message(
    type: number | undefined,
    bytes: Buffer,
    from: number,
    to: number,
  ): void {
    const body = () => bytes.subarray(from, to);
    if (type === TYPE.D) {
      this.#counted.rows++;
      this.#counted.firstRowAt ??= performance.now();
    } else if (type === TYPE.E) {
      this.#counted.error = fields({ type: "E", body: body() });
    } else if (type === TYPE.K) {
      this.#key = {
        processId: bytes.readInt32BE(from),
        secret: Buffer.from(bytes.subarray(from + 4, to)),
      };
    } else if (type === TYPE.R && bytes.readInt32BE(from) === CLEARTEXT) {
      this.socket.write(password(this.#password));
    } else if (type === TYPE.Z) this.#ready?.(this.#counted);
  }
}
