import { describe, expect, it } from "vitest";
import { SqlError } from "../../../server/sql-api/sql-error.ts";
import * as backend from "../../../server/sql-api/wire/backend.ts";
import { readMessage } from "../../../server/sql-api/wire/frontend.ts";
import { readStartUp } from "../../../server/sql-api/wire/start-up.ts";

// Bytes are written by hand, field by field, from
// https://www.postgresql.org/docs/current/protocol-message-formats.html
const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ""), "hex");
const text = (value: string) => Buffer.from(`${value}\0`).toString("hex");
const message = (type: string, body: string) =>
  readMessage({ type: type.charCodeAt(0), body: hex(body) });

describe("messages from clients", () => {
  it.each([
    ["Query", "Q", text("SELECT 'é'"), { kind: "query", text: "SELECT 'é'" }],
    [
      "Parse",
      "P",
      `${text("s1")} ${text("SELECT $1")} 0002 00000017 fffffffe`,
      {
        kind: "parse",
        name: "s1",
        text: "SELECT $1",
        parameterOids: [23, 4294967294],
      },
    ],
    [
      "Bind",
      "B",
      // portal, statement, 2 formats, 3 values: "ab", NULL and "", 1 result format
      `${text("p")} ${text("s")} 0002 0000 0001 0003 00000002 6162 ffffffff 00000000 0001 0001`,
      {
        kind: "bind",
        portal: "p",
        statement: "s",
        binding: {
          formats: [0, 1],
          values: [Buffer.from("ab"), null, Buffer.alloc(0)],
          resultFormats: [1],
        },
      },
    ],
    [
      "Describe of a statement",
      "D",
      `53 ${text("s")}`,
      { kind: "describe", what: "statement", name: "s" },
    ],
    [
      "Describe of a portal",
      "D",
      `50 ${text("")}`,
      { kind: "describe", what: "portal", name: "" },
    ],
    [
      "Execute",
      "E",
      `${text("p")} 00000064`,
      { kind: "execute", portal: "p", maxRows: 100 },
    ],
    [
      "Execute of a negative number of rows",
      "E",
      `${text("p")} ffffffff`,
      { kind: "execute", portal: "p", maxRows: 0 },
    ],
    [
      "Close",
      "C",
      `53 ${text("s")}`,
      { kind: "close", what: "statement", name: "s" },
    ],
    ["Flush", "H", "", { kind: "flush" }],
    ["Sync", "S", "", { kind: "sync" }],
    ["FunctionCall", "F", "0000 00", { kind: "functionCall" }],
    ["CopyData", "d", "ff00ff", { kind: "copy" }],
    ["CopyDone", "c", "", { kind: "copy" }],
    ["CopyFail", "f", text("no"), { kind: "copy" }],
  ])("are read: %s", (_, type, body, expected) => {
    expect(message(type, body)).toEqual(expected);
  });

  it.each([
    ["a query without its NUL", "Q", "53454c454354", "08P01"],
    ["a query with bytes after its NUL", "Q", "5300 41", "08P01"],
    ["a query that is not UTF-8", "Q", "ff00", "22021"],
    ["a query with half a character", "Q", "c300", "22021"],
    ["a query with a surrogate", "Q", "eda08000", "22021"],
    ["a parse that is empty", "P", "", "08P01"],
    [
      "a parse with fewer types than it says",
      "P",
      "00 00 0002 00000017",
      "08P01",
    ],
    ["a bind with fewer values than it says", "B", "00 00 0000 ffff", "08P01"],
    [
      "a bind with a value that is longer than the message",
      "B",
      "00 00 0000 0001 7fffffff 41 0000",
      "08P01",
    ],
    [
      "a bind with a value of length -2",
      "B",
      "00 00 0000 0001 fffffffe 0000",
      "08P01",
    ],
    ["a bind without result formats", "B", "00 00 0000 0000", "08P01"],
    ["a bind with bytes at its end", "B", "00 00 0000 0000 0000 00", "08P01"],
    [
      "a bind with an unknown format",
      "B",
      "00 00 0001 0002 0000 0000",
      "22023",
    ],
    ["a describe of something else", "D", "41 00", "08P01"],
    ["an execute without a number of rows", "E", "00 0000", "08P01"],
    ["a sync with a body", "S", "00", "08P01"],
  ])("are refused: %s", (_, type, body, code) => {
    expect(() => message(type, body)).toThrowError(
      expect.objectContaining({ name: "SqlError", code, severity: "ERROR" }),
    );
  });

  it("keeps the values of a bind when the buffer that it came in is used again", () => {
    const body = hex("00 00 0000 0001 00000002 6162 0000");
    const bind = readMessage({ type: "B".charCodeAt(0), body });
    body.fill(0);
    expect(bind).toMatchObject({ binding: { values: [Buffer.from("ab")] } });
  });
});

describe("start-up packets", () => {
  const parameters = `${text("user")} ${text("anna")} ${text("database")} ${text("views")} 00`;

  it.each([
    ["SSLRequest", "04d2162f", { kind: "tls" }],
    ["GSSENCRequest", "04d21630", { kind: "gssEncryption" }],
    [
      "CancelRequest of protocol 3.0",
      "04d2162e 00000102 01020304",
      { kind: "cancel", processId: 258, key: hex("01020304") },
    ],
    [
      "CancelRequest of protocol 3.2, whose key has any length",
      "04d2162e 00000102 0102030405060708",
      { kind: "cancel", processId: 258, key: hex("0102030405060708") },
    ],
    [
      "StartupMessage 3.0",
      `00030000 ${parameters}`,
      {
        kind: "start",
        protocol: 0x30000,
        negotiate: false,
        unknownOptions: [],
        parameters: new Map([
          ["user", "anna"],
          ["database", "views"],
        ]),
      },
    ],
    [
      "StartupMessage 3.2",
      `00030002 ${parameters}`,
      expect.objectContaining({ protocol: 0x30002, negotiate: false }),
    ],
    [
      "StartupMessage of a later minor version",
      `0003270f ${parameters}`,
      expect.objectContaining({ protocol: 0x30002, negotiate: true }),
    ],
    [
      "StartupMessage with a protocol option",
      `00030000 ${text("_pq_.command_compression")} ${text("on")} ${parameters}`,
      expect.objectContaining({
        protocol: 0x30000,
        negotiate: true,
        unknownOptions: ["_pq_.command_compression"],
      }),
    ],
  ])("are read: %s", (_, packet, expected) => {
    expect(readStartUp(hex(packet))).toEqual(expected);
  });

  it.each([
    ["protocol 2.0", "00020000", "0A000"],
    ["protocol 4.0", "00040000", "0A000"],
    [
      "no end of the parameters",
      `00030000 ${text("user")} ${text("a")}`,
      "08P01",
    ],
    ["a parameter without a value", `00030000 ${text("user")}`, "08P01"],
    ["bytes after the end", `00030000 ${parameters} 00`, "08P01"],
    ["an SSLRequest with a body", "04d2162f 00", "08P01"],
    ["a user that is not UTF-8", `00030000 ${text("user")} ff00 00`, "22021"],
  ])("are refused: %s", (_, packet, code) => {
    expect(() => readStartUp(hex(packet))).toThrowError(
      expect.objectContaining({ code }),
    );
  });
});

describe("messages to clients", () => {
  it.each([
    ["AuthenticationOk", backend.authenticationOk, "52 00000008 00000000"],
    [
      "AuthenticationCleartextPassword",
      backend.authenticationCleartextPassword,
      "52 00000008 00000003",
    ],
    [
      "AuthenticationMD5Password",
      backend.authenticationMd5Password(hex("01020304")),
      "52 0000000c 00000005 01020304",
    ],
    [
      "AuthenticationSASL",
      backend.authenticationSasl(["SCRAM-SHA-256"]),
      `52 00000017 0000000a ${text("SCRAM-SHA-256")} 00`,
    ],
    [
      "AuthenticationSASLContinue",
      backend.authenticationSaslContinue("r=1"),
      "52 0000000b 0000000b 723d31",
    ],
    [
      "AuthenticationSASLFinal",
      backend.authenticationSaslFinal("v=1"),
      "52 0000000b 0000000c 763d31",
    ],
    [
      "NegotiateProtocolVersion",
      backend.negotiateProtocolVersion(0x30002, ["_pq_.a"]),
      `76 00000013 00030002 00000001 ${text("_pq_.a")}`,
    ],
    [
      "BackendKeyData",
      backend.backendKeyData(258, hex("01020304")),
      "4b 0000000c 00000102 01020304",
    ],
    [
      "ParameterStatus",
      backend.parameterStatus("TimeZone", "UTC"),
      `53 00000011 ${text("TimeZone")} ${text("UTC")}`,
    ],
    ["ReadyForQuery", backend.readyForQuery("T"), "5a 00000005 54"],
    ["ParseComplete", backend.parseComplete, "31 00000004"],
    ["BindComplete", backend.bindComplete, "32 00000004"],
    ["CloseComplete", backend.closeComplete, "33 00000004"],
    ["EmptyQueryResponse", backend.emptyQueryResponse, "49 00000004"],
    ["NoData", backend.noData, "6e 00000004"],
    ["PortalSuspended", backend.portalSuspended, "73 00000004"],
    [
      "CommandComplete",
      backend.commandComplete("SELECT 5"),
      `43 0000000d ${text("SELECT 5")}`,
    ],
    [
      "ParameterDescription",
      backend.parameterDescription([23, 4294967295]),
      "74 0000000e 0002 00000017 ffffffff",
    ],
    [
      "ErrorResponse",
      backend.errorResponse(
        new SqlError("42601", "no", { detail: "d", hint: "h", position: 7 }),
      ),
      `45 00000027 53${text("ERROR")} 56${text("ERROR")} 43${text("42601")} 4d${text("no")}
       44${text("d")} 48${text("h")} 50${text("7")} 00`,
    ],
    [
      "NoticeResponse",
      backend.noticeResponse({
        severity: "WARNING",
        code: "01000",
        message: "m",
      }),
      `4e 00000021 53${text("WARNING")} 56${text("WARNING")} 43${text("01000")} 4d${text("m")} 00`,
    ],
  ])("are written: %s", (_, bytes, expected) => {
    expect(bytes.toString("hex")).toBe(hex(expected).toString("hex"));
  });

  const column = {
    tableOid: 16385,
    columnNumber: 3,
    typeOid: 25,
    typeSize: -1,
    typeModifier: -1,
  };
  const described = (name: string, format: string) =>
    `${text(name)} 00004001 0003 00000019 ffff ffffffff ${format}`;

  it.each([
    ["all text by default", [], "0000", "0000"],
    ["one format for all", [1 as const], "0001", "0001"],
    ["one format each", [0 as const, 1 as const], "0000", "0001"],
  ])("are written: RowDescription, %s", (_, formats, first, second) => {
    const columns = ["a", "b"].map((name) => ({ ...column, name }));
    expect(backend.rowDescription(columns, formats).toString("hex")).toBe(
      hex(
        `54 0000002e 0002 ${described("a", first)} ${described("b", second)}`,
      ).toString("hex"),
    );
  });

  it("have no NUL within a text", () => {
    const error = new SqlError("22021", "a\0b", { hint: "\0" });
    const fields = backend.errorResponse(error).toString("utf8", 5).split("\0");
    expect(fields).toEqual([
      "SERROR",
      "VERROR",
      "C22021",
      "Ma\ufffdb",
      "H\ufffd",
      "",
      "",
    ]);
  });

  it("grow beyond any size", () => {
    const long = "x".repeat(100_000);
    const bytes = backend.commandComplete(long);
    expect(bytes.readInt32BE(1)).toBe(100_005);
    expect(bytes.toString("latin1", 5)).toBe(`${long}\0`);
    const columns = Array.from({ length: 1600 }, (_, index) => ({
      ...column,
      name: `column ${index}`,
    }));
    const description = backend.rowDescription(columns, []);
    expect(description.readInt32BE(1)).toBe(description.length - 1);
    const last = hex(described("column 1599", "0000"));
    expect(description.subarray(-last.length)).toEqual(last);
  });
});
