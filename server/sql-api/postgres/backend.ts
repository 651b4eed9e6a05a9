import type { Column } from "../result.ts";
import type { ErrorFields } from "./thread-messages.ts";

/**
 * What Postgres answers up to one ReadyForQuery.
 * https://www.postgresql.org/docs/18/protocol-message-formats.html
 */
export interface Answer {
  error: ErrorFields | undefined;
  parameterOids: number[];
  columns: Column[] | undefined;
  /** DataRow messages, one after the other: a part of the reply unless something lay between. */
  rows: Uint8Array;
  /** Where each of them ends in `rows`. */
  ends: Uint32Array;
  tag: string;
  notices: Uint8Array[];
  parameters: [name: string, value: string][];
  /** I: idle; T: in a transaction; E: in a failed one. Undefined: it ended before. */
  status: string | undefined;
}

const TYPE = {
  commandComplete: 0x43, // C
  dataRow: 0x44, // D
  error: 0x45, // E
  notice: 0x4e, // N
  parameterStatus: 0x53, // S
  rowDescription: 0x54, // T
  readyForQuery: 0x5a, // Z
  parameterDescription: 0x74, // t
};

/** @param bytes whole messages, which the rows of the answers are part of */
export function readAnswers(bytes: Uint8Array): Answer[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const answers: Answer[] = [];
  let answer = new AnswerReader(buffer);
  let at = 0;
  while (at + 5 <= buffer.length) {
    const end = at + 1 + buffer.readInt32BE(at + 1);
    answer.read(buffer[at]!, at, end);
    if (buffer[at] === TYPE.readyForQuery) {
      answers.push(answer.finish());
      answer = new AnswerReader(buffer);
    }
    at = end;
  }
  return answers;
}

class AnswerReader {
  readonly #buffer: Buffer;
  readonly #answer: Omit<Answer, "rows" | "ends"> = {
    error: undefined,
    parameterOids: [],
    columns: undefined,
    tag: "",
    notices: [],
    parameters: [],
    status: undefined,
  };
  /** Rows without a gap: where they begin and end in the buffer. */
  readonly #runs: [start: number, end: number][] = [];
  #ends = new Uint32Array(16);
  #rowCount = 0;
  #rowBytes = 0;

  constructor(buffer: Buffer) {
    this.#buffer = buffer;
  }

  read(type: number, start: number, end: number): void {
    const answer = this.#answer;
    const body = start + 5;
    switch (type) {
      case TYPE.dataRow:
        this.#row(start, end);
        break;
      case TYPE.commandComplete:
        answer.tag = this.#buffer.toString("utf8", body, end - 1);
        break;
      case TYPE.error:
        answer.error ??= readError(this.#buffer.subarray(body, end));
        break;
      case TYPE.notice:
        answer.notices.push(new Uint8Array(this.#buffer.subarray(start, end)));
        break;
      case TYPE.parameterStatus: {
        const [name = "", value = ""] = this.#buffer
          .toString("utf8", body, end - 1)
          .split("\0");
        answer.parameters.push([name, value]);
        break;
      }
      case TYPE.rowDescription:
        answer.columns = readColumns(this.#buffer, body);
        break;
      case TYPE.parameterDescription:
        answer.parameterOids = readOids(this.#buffer, body);
        break;
      case TYPE.readyForQuery:
        answer.status = String.fromCharCode(this.#buffer[body]!);
        break;
    }
  }

  #row(start: number, end: number): void {
    const last = this.#runs.at(-1);
    if (last?.[1] === start) last[1] = end;
    else this.#runs.push([start, end]);
    if (this.#rowCount === this.#ends.length) {
      const larger = new Uint32Array(this.#ends.length * 2);
      larger.set(this.#ends);
      this.#ends = larger;
    }
    this.#rowBytes += end - start;
    this.#ends[this.#rowCount++] = this.#rowBytes;
  }

  finish(): Answer {
    const runs = this.#runs.map(([start, end]) =>
      this.#buffer.subarray(start, end),
    );
    return {
      ...this.#answer,
      rows: runs.length === 1 ? runs[0]! : Buffer.concat(runs),
      ends: this.#ends.subarray(0, this.#rowCount),
    };
  }
}

function readOids(buffer: Buffer, at: number): number[] {
  return Array.from({ length: buffer.readUInt16BE(at) }, (_, place) =>
    buffer.readUInt32BE(at + 2 + place * 4),
  );
}

function readColumns(buffer: Buffer, start: number): Column[] {
  let at = start + 2;
  return Array.from({ length: buffer.readUInt16BE(start) }, () => {
    const end = buffer.indexOf(0, at);
    const name = buffer.toString("utf8", at, end);
    at = end + 19;
    return {
      name,
      tableOid: buffer.readUInt32BE(end + 1),
      columnNumber: buffer.readInt16BE(end + 5),
      typeOid: buffer.readUInt32BE(end + 7),
      typeSize: buffer.readInt16BE(end + 11),
      typeModifier: buffer.readInt32BE(end + 13),
    };
  });
}

/** https://www.postgresql.org/docs/18/protocol-error-fields.html */
function readError(body: Buffer): ErrorFields {
  const fields = new Map(
    body
      .toString("utf8")
      .split("\0")
      .filter((field) => field !== "")
      .map((field) => [field[0]!, field.slice(1)]),
  );
  const position = Number(fields.get("P"));
  return {
    code: fields.get("C") ?? "XX000",
    message: fields.get("M") ?? "",
    detail: fields.get("D"),
    hint: fields.get("H"),
    position: position > 0 ? position : undefined,
  };
}
