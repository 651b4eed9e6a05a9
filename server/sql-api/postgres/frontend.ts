import type { Binding } from "../result.ts";
import { withoutNul } from "./quoting.ts";

/**
 * Messages to Postgres: https://www.postgresql.org/docs/18/protocol-message-formats.html
 * Unnamed statement and portal throughout. A message is a list of parts, so that
 * large values are copied once, when all of them are joined.
 */
type Message = Buffer[];

const int16 = (value: number): Buffer => {
  const bytes = Buffer.allocUnsafe(2);
  bytes.writeUInt16BE(value);
  return bytes;
};

const int32 = (value: number): Buffer => {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeInt32BE(value);
  return bytes;
};

const text = (value: string): Buffer =>
  Buffer.from(`${withoutNul(value, "statement")}\0`);

const UNNAMED = Buffer.from("\0");

function message(type: string, ...body: Buffer[]): Message {
  const length = body.reduce((sum, { length }) => sum + length, 4);
  return [Buffer.from(type), int32(length), ...body];
}

/** @throws SqlError 22021 */
export const query = (sql: string): Message => message("Q", text(sql));

/** @throws SqlError 22021 */
export const parse = (sql: string, oids: readonly number[]): Message =>
  message("P", UNNAMED, text(sql), int16(oids.length), ...oids.map(int32));

export function bind({ values, formats, resultFormats }: Binding): Message {
  return message(
    "B",
    UNNAMED,
    UNNAMED,
    int16(formats.length),
    ...formats.map(int16),
    int16(values.length),
    ...values.flatMap((value) =>
      value === null ? [int32(-1)] : [int32(value.length), value],
    ),
    int16(resultFormats.length),
    ...resultFormats.map(int16),
  );
}

export const NO_BINDING: Binding = {
  values: [],
  formats: [],
  resultFormats: [],
};

export const describe = (what: "statement" | "portal"): Message =>
  message("D", Buffer.from(what === "statement" ? "S" : "P"), UNNAMED);

export const execute = (): Message => message("E", UNNAMED, int32(0));

export const sync = (): Message => message("S");

/** One buffer of its own, which may be moved to another thread. */
export function join(...messages: Message[]): Uint8Array<ArrayBuffer> {
  const parts = messages.flat();
  const bytes = new Uint8Array(
    parts.reduce((sum, { length }) => sum + length, 0),
  );
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
