import { SqlError } from "../sql-error.ts";
import { BodyReader } from "./body-reader.ts";
import { PROTOCOL, REQUEST } from "./protocol.ts";

export interface StartUpMessage {
  kind: "start";
  /** What is spoken from now on: never newer than asked for, never newer than known. */
  protocol: number;
  /** Whether the client is to be told of it. */
  negotiate: boolean;
  /** Protocol options, `_pq_.…`, that nobody knows here. */
  unknownOptions: string[];
  /** user, database and the session's parameters. */
  parameters: Map<string, string>;
}

export type StartUpPacket =
  | StartUpMessage
  | { kind: "cancel"; processId: number; key: Buffer }
  | { kind: "tls" }
  | { kind: "gssEncryption" };

const OPTION_PREFIX = "_pq_.";

/** @throws SqlError 08P01, 0A000, 22021: none of them can be mended in the session */
export function readStartUp(packet: Buffer): StartUpPacket {
  const body = new BodyReader(packet);
  const code = body.uint32();
  switch (code) {
    case REQUEST.cancel:
      return { kind: "cancel", processId: body.int32(), key: body.rest() };
    case REQUEST.tls:
      body.end();
      return { kind: "tls" };
    case REQUEST.gssEncryption:
      body.end();
      return { kind: "gssEncryption" };
    default:
      return readStartUpMessage(code, body);
  }
}

function readStartUpMessage(version: number, body: BodyReader): StartUpMessage {
  const [major, minor] = [version >>> 16, version & 0xffff];
  if (major !== 3) {
    throw new SqlError(
      "0A000",
      `unsupported frontend protocol ${major}.${minor}: server supports 3.0 to 3.2`,
    );
  }
  const parameters = new Map<string, string>();
  const unknownOptions: string[] = [];
  for (;;) {
    const name = body.string();
    if (name === "") break;
    const value = body.string();
    if (name.startsWith(OPTION_PREFIX)) unknownOptions.push(name);
    else parameters.set(name, value);
  }
  body.end();
  return {
    kind: "start",
    protocol: Math.min(version, PROTOCOL.v3_2),
    negotiate: version > PROTOCOL.v3_2 || unknownOptions.length > 0,
    unknownOptions,
    parameters,
  };
}
