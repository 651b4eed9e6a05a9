/**
 * Numbers of the Postgres protocol:
 * https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
export const PROTOCOL = {
  /** Major 3, minor 0. */
  v3_0: 0x0003_0000,
  /** The newest that is spoken here: cancel keys of more than four bytes. */
  v3_2: 0x0003_0002,
} as const;

/** Where a start-up packet has a request instead of a version. */
export const REQUEST = {
  cancel: 80_877_102,
  tls: 80_877_103,
  gssEncryption: 80_877_104,
} as const;

/** Types of messages from clients. */
export const FRONTEND = {
  Bind: 0x42, // B
  Close: 0x43, // C
  Describe: 0x44, // D
  Execute: 0x45, // E
  FunctionCall: 0x46, // F
  Flush: 0x48, // H
  Parse: 0x50, // P
  Query: 0x51, // Q
  Sync: 0x53, // S
  Terminate: 0x58, // X
  CopyDone: 0x63, // c
  CopyData: 0x64, // d
  CopyFail: 0x66, // f
  /** Passwords and SASL responses. */
  Password: 0x70, // p
} as const;

/** Types of messages to clients. */
export const BACKEND = {
  ParseComplete: 0x31, // 1
  BindComplete: 0x32, // 2
  CloseComplete: 0x33, // 3
  CommandComplete: 0x43, // C
  DataRow: 0x44, // D
  ErrorResponse: 0x45, // E
  EmptyQueryResponse: 0x49, // I
  BackendKeyData: 0x4b, // K
  NoticeResponse: 0x4e, // N
  Authentication: 0x52, // R
  ParameterStatus: 0x53, // S
  RowDescription: 0x54, // T
  ReadyForQuery: 0x5a, // Z
  NoData: 0x6e, // n
  PortalSuspended: 0x73, // s
  ParameterDescription: 0x74, // t
  NegotiateProtocolVersion: 0x76, // v
} as const;

/** Of Authentication messages. */
export const AUTHENTICATION = {
  ok: 0,
  cleartextPassword: 3,
  md5Password: 5,
  sasl: 10,
  saslContinue: 11,
  saslFinal: 12,
} as const;

/** Bytes of the longest start-up packet, as in Postgres. */
export const MAX_START_UP_BYTES = 10_000;

/** Bytes of the longest password or SASL message, as in Postgres. */
export const MAX_PASSWORD_BYTES = 65_535;

/** Bytes of the longest message that carries only names, as in Postgres. */
const MAX_SMALL_MESSAGE_BYTES = 10_000;

const SMALL: ReadonlySet<number> = new Set([
  FRONTEND.Close,
  FRONTEND.Describe,
  FRONTEND.Execute,
  FRONTEND.Flush,
  FRONTEND.Sync,
  FRONTEND.Terminate,
  FRONTEND.CopyDone,
]);

const LARGE: ReadonlySet<number> = new Set([
  FRONTEND.Bind,
  FRONTEND.FunctionCall,
  FRONTEND.Parse,
  FRONTEND.Query,
  FRONTEND.CopyData,
  FRONTEND.CopyFail,
]);

/** Bytes that a message may have; undefined for a type that has no place here. */
export type MessageLimit = (type: number) => number | undefined;

export const passwordLimit: MessageLimit = (type) =>
  type === FRONTEND.Password ? MAX_PASSWORD_BYTES : undefined;

/** @param maxBytes of messages that carry SQL or values */
export const sessionLimit =
  (maxBytes: number): MessageLimit =>
  (type) =>
    SMALL.has(type)
      ? Math.min(MAX_SMALL_MESSAGE_BYTES, maxBytes)
      : LARGE.has(type)
        ? maxBytes
        : undefined;
