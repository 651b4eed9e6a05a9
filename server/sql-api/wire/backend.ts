import type { TransactionStatus } from "../executor.ts";
import type { Column, Format, Notice } from "../result.ts";
import type { SqlError } from "../sql-error.ts";
import { MessageWriter } from "./message-writer.ts";
import { AUTHENTICATION, BACKEND } from "./protocol.ts";

const empty = (type: number): Buffer => new MessageWriter(type).end();

export const parseComplete = empty(BACKEND.ParseComplete);
export const bindComplete = empty(BACKEND.BindComplete);
export const closeComplete = empty(BACKEND.CloseComplete);
export const emptyQueryResponse = empty(BACKEND.EmptyQueryResponse);
export const noData = empty(BACKEND.NoData);
export const portalSuspended = empty(BACKEND.PortalSuspended);

const authentication = (code: number) =>
  new MessageWriter(BACKEND.Authentication).int32(code);

export const authenticationOk = authentication(AUTHENTICATION.ok).end();

export const authenticationCleartextPassword = authentication(
  AUTHENTICATION.cleartextPassword,
).end();

/** @param salt four bytes */
export const authenticationMd5Password = (salt: Buffer): Buffer =>
  authentication(AUTHENTICATION.md5Password).bytes(salt).end();

export function authenticationSasl(mechanisms: string[]): Buffer {
  const message = authentication(AUTHENTICATION.sasl);
  for (const mechanism of mechanisms) message.string(mechanism);
  return message.byte(0).end();
}

export const authenticationSaslContinue = (data: string): Buffer =>
  authentication(AUTHENTICATION.saslContinue).bytes(Buffer.from(data)).end();

export const authenticationSaslFinal = (data: string): Buffer =>
  authentication(AUTHENTICATION.saslFinal).bytes(Buffer.from(data)).end();

/** @param protocol the version that is spoken from now on, major and minor */
export function negotiateProtocolVersion(
  protocol: number,
  unknownOptions: string[],
): Buffer {
  const message = new MessageWriter(BACKEND.NegotiateProtocolVersion)
    .int32(protocol)
    .int32(unknownOptions.length);
  for (const option of unknownOptions) message.string(option);
  return message.end();
}

export const backendKeyData = (processId: number, key: Buffer): Buffer =>
  new MessageWriter(BACKEND.BackendKeyData).int32(processId).bytes(key).end();

export const parameterStatus = (name: string, value: string): Buffer =>
  new MessageWriter(BACKEND.ParameterStatus).string(name).string(value).end();

export const readyForQuery = (status: TransactionStatus): Buffer =>
  new MessageWriter(BACKEND.ReadyForQuery).byte(status.charCodeAt(0)).end();

export const commandComplete = (tag: string): Buffer =>
  new MessageWriter(BACKEND.CommandComplete).string(tag).end();

export function parameterDescription(oids: number[]): Buffer {
  const message = new MessageWriter(BACKEND.ParameterDescription);
  message.uint16(oids.length);
  for (const oid of oids) message.uint32(oid);
  return message.end();
}

/** @param formats none: all text; one: for all; or one per column */
export function rowDescription(columns: Column[], formats: Format[]): Buffer {
  const message = new MessageWriter(BACKEND.RowDescription);
  message.uint16(columns.length);
  columns.forEach((column, index) => {
    const format = formats.length === 1 ? formats[0] : formats[index];
    message
      .string(column.name)
      .uint32(column.tableOid)
      .int16(column.columnNumber)
      .uint32(column.typeOid)
      .int16(column.typeSize)
      .int32(column.typeModifier)
      .int16(format ?? 0);
  });
  return message.end();
}

/** Fields: https://www.postgresql.org/docs/current/protocol-error-fields.html */
function report(
  type: number,
  severity: string,
  code: string,
  message: string,
  others: Record<"D" | "H" | "P", string | undefined>,
): Buffer {
  const writer = new MessageWriter(type);
  const fields = { S: severity, V: severity, C: code, M: message, ...others };
  for (const [field, value] of Object.entries(fields)) {
    if (value !== undefined) writer.byte(field.charCodeAt(0)).string(value);
  }
  return writer.byte(0).end();
}

export const errorResponse = (error: SqlError): Buffer =>
  report(
    BACKEND.ErrorResponse,
    error.severity,
    error.code,
    // An empty message would leave a client with nothing to show.
    error.message || "unknown error",
    { D: error.detail, H: error.hint, P: error.position?.toString() },
  );

export const noticeResponse = (notice: Notice): Buffer =>
  report(BACKEND.NoticeResponse, notice.severity, notice.code, notice.message, {
    D: undefined,
    H: notice.hint,
    P: undefined,
  });
