import { describe, expect, it, vi } from "vitest";
import { FrameReader } from "../../../server/sql-api/wire/frame-reader.ts";
import {
  passwordLimit,
  sessionLimit,
} from "../../../server/sql-api/wire/protocol.ts";

const MEGABYTE = 1024 * 1024;
const limit = sessionLimit(64 * MEGABYTE);
const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");

/** Q, a length of 13, "SELECT 1" and its NUL. */
const QUERY = hex("51 0000000d 53454c4543542031 00");
/** S, a length of 4. */
const SYNC = hex("53 00000004");
/** A length of 8 and 80877103. */
const SSL_REQUEST = hex("00000008 04d2162f");

const taken = (reader: FrameReader) => {
  const frames: [string, string][] = [];
  for (;;) {
    const frame = reader.takeMessage(limit);
    if (frame === undefined) return frames;
    frames.push([String.fromCharCode(frame.type), frame.body.toString("hex")]);
  }
};

const BOTH: [string, string][] = [
  ["Q", "53454c454354203100"],
  ["S", ""],
];

describe("FrameReader", () => {
  it("cuts messages that come at once", () => {
    const reader = new FrameReader();
    reader.push(Buffer.concat([QUERY, SYNC]));
    expect(taken(reader)).toEqual(BOTH);
    expect(reader.buffered).toBe(0);
  });

  it("puts messages together that come byte by byte", () => {
    const reader = new FrameReader();
    const frames: [string, string][] = [];
    for (const byte of Buffer.concat([QUERY, SYNC])) {
      reader.push(Buffer.of(byte));
      frames.push(...taken(reader));
    }
    expect(frames).toEqual(BOTH);
  });

  it("leaves a message as it was when more comes in after it", () => {
    const reader = new FrameReader();
    reader.push(QUERY.subarray(0, 3));
    reader.push(Buffer.concat([QUERY.subarray(3), Buffer.of(0x53)]));
    const first = reader.takeMessage(limit);
    for (let byte = 0; byte < 5000; byte++) reader.push(Buffer.of(0xff));
    expect(first?.body.toString("latin1")).toBe("SELECT 1\0");
  });

  it("copies a byte a few times only, however it comes", () => {
    const reader = new FrameReader();
    const body = 4 * MEGABYTE;
    const header = Buffer.alloc(5);
    header[0] = "d".charCodeAt(0);
    header.writeInt32BE(body + 4, 1);
    reader.push(header);
    const copy = vi.spyOn(Buffer.prototype, "copy");
    for (let sent = 0; sent < body; sent += 64) reader.push(Buffer.alloc(64));
    const copied = copy.mock.results.reduce(
      (bytes, { value }) => bytes + Number(value),
      0,
    );
    expect(reader.takeMessage(limit)?.body.length).toBe(body);
    expect(copied).toBeGreaterThanOrEqual(body);
    expect(copied).toBeLessThan(4 * body);
  });

  it("takes no memory for what a length announces", () => {
    const reader = new FrameReader();
    reader.push(hex("51 03fffff0"));
    const before = process.memoryUsage().arrayBuffers;
    for (let byte = 0; byte < 1000; byte++) reader.push(Buffer.of(0x20));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(MEGABYTE);
    expect(reader.takeMessage(limit)).toBeUndefined();
    expect(reader.buffered).toBe(1005);
  });

  it("reads start-up packets, which have no type", () => {
    const reader = new FrameReader();
    reader.push(SSL_REQUEST.subarray(0, 3));
    expect(reader.takeStartUp()).toBeUndefined();
    reader.push(Buffer.concat([SSL_REQUEST.subarray(3), QUERY]));
    expect(reader.takeStartUp()?.toString("hex")).toBe("04d2162f");
    expect(taken(reader)).toEqual([BOTH[0]]);
  });

  it.each([
    ["negative", "ffffffff"],
    ["zero", "00000000"],
    ["too short for a version", "00000007"],
    ["longer than 10,000 bytes", "00002711"],
    ["of HTTP: GET", "47455420"],
  ])("refuses a start-up packet with a length that is %s", (_, length) => {
    const reader = new FrameReader();
    reader.push(hex(length));
    expect(() => reader.takeStartUp()).toThrowError(
      expect.objectContaining({ code: "08P01", severity: "FATAL" }),
    );
  });

  it.each([
    ["shorter than itself", "51 00000003"],
    ["negative", "51 80000000"],
    ["longer than is allowed", "51 04000001"],
    ["too long for a message of names only", "44 00002711"],
  ])("refuses a message with a length that is %s", (_, header) => {
    const reader = new FrameReader();
    reader.push(hex(header));
    expect(() => reader.takeMessage(limit)).toThrowError(
      expect.objectContaining({ code: "08P01", severity: "FATAL" }),
    );
  });

  it("refuses a type before its length has come", () => {
    const reader = new FrameReader();
    reader.push(hex("7a"));
    expect(() => reader.takeMessage(limit)).toThrowError(
      "invalid frontend message type 122",
    );
  });

  it("lets nothing but a password through before the log-in", () => {
    const reader = new FrameReader();
    reader.push(QUERY);
    expect(() => reader.takeMessage(passwordLimit)).toThrowError(
      "invalid frontend message type 81",
    );
  });

  it("refuses a password after it", () => {
    const reader = new FrameReader();
    reader.push(hex("70 00000005 00"));
    expect(() => reader.takeMessage(limit)).toThrowError(
      "invalid frontend message type 112",
    );
  });
});
