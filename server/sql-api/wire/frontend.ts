import type { Binding, Format } from "../result.ts";
import { SqlError } from "../sql-error.ts";
import { BodyReader } from "./body-reader.ts";
import type { Frame } from "./frame-reader.ts";
import { FRONTEND } from "./protocol.ts";

/** What a name in Describe and Close stands for. */
export type Named = "statement" | "portal";

export interface Parse {
  kind: "parse";
  name: string;
  text: string;
  parameterOids: number[];
}

export interface Bind {
  kind: "bind";
  portal: string;
  statement: string;
  binding: Binding;
}

/** Messages of a session, https://www.postgresql.org/docs/current/protocol-flow.html */
export type FrontendMessage =
  | { kind: "query"; text: string }
  | Parse
  | Bind
  | { kind: "describe"; what: Named; name: string }
  /** `maxRows` 0 is all. */
  | { kind: "execute"; portal: string; maxRows: number }
  | { kind: "close"; what: Named; name: string }
  | { kind: "flush" }
  | { kind: "sync" }
  | { kind: "functionCall" }
  /** Of a COPY that has failed, so that nobody waits for it. */
  | { kind: "copy" };

const STATEMENT = 0x53; // S
const PORTAL = 0x50; // P

/** @throws SqlError 08P01, 22021, 22023 */
export function readMessage({ type, body: bytes }: Frame): FrontendMessage {
  const body = new BodyReader(bytes);
  const message = readFields(type, body);
  body.end();
  return message;
}

function readFields(type: number, body: BodyReader): FrontendMessage {
  switch (type) {
    case FRONTEND.Query:
      return { kind: "query", text: body.string() };
    case FRONTEND.Parse:
      return {
        kind: "parse",
        name: body.string(),
        text: body.string(),
        parameterOids: list(body, () => body.uint32()),
      };
    case FRONTEND.Bind:
      return {
        kind: "bind",
        portal: body.string(),
        statement: body.string(),
        binding: readBinding(body),
      };
    case FRONTEND.Describe:
      return { kind: "describe", what: readNamed(body), name: body.string() };
    case FRONTEND.Execute: {
      const portal = body.string();
      return { kind: "execute", portal, maxRows: Math.max(0, body.int32()) };
    }
    case FRONTEND.Close:
      return { kind: "close", what: readNamed(body), name: body.string() };
    case FRONTEND.Flush:
      return { kind: "flush" };
    case FRONTEND.Sync:
      return { kind: "sync" };
    case FRONTEND.FunctionCall:
      body.rest();
      return { kind: "functionCall" };
    case FRONTEND.CopyData:
    case FRONTEND.CopyDone:
    case FRONTEND.CopyFail:
      body.rest();
      return { kind: "copy" };
    default:
      throw new SqlError("08P01", `invalid frontend message type ${type}`, {
        severity: "FATAL",
      });
  }
}

function readBinding(body: BodyReader): Binding {
  const formats = list(body, () => readFormat(body));
  const values = list(body, () => {
    const length = body.int32();
    // Copied: the portal lives longer than the buffer that the message came in.
    return length === -1 ? null : Buffer.from(body.bytes(length));
  });
  const resultFormats = list(body, () => readFormat(body));
  return { values, formats, resultFormats };
}

/** Its length first. */
function list<T>(body: BodyReader, read: () => T): T[] {
  const count = body.uint16();
  const items: T[] = [];
  for (let item = 0; item < count; item++) items.push(read());
  return items;
}

function readFormat(body: BodyReader): Format {
  const code = body.uint16();
  if (code !== 0 && code !== 1) {
    throw new SqlError("22023", `unsupported format code: ${code}`, {
      hint: "0 is text, 1 is binary",
    });
  }
  return code;
}

function readNamed(body: BodyReader): Named {
  const code = body.byte();
  if (code === STATEMENT) return "statement";
  if (code === PORTAL) return "portal";
  throw new SqlError("08P01", `invalid message subtype ${code}`, {
    hint: "S is a statement, P is a portal",
  });
}
