import { describe, expect, it } from "vitest";
import { createLog } from "../../../server/log.ts";

const now = () => new Date("2024-01-15T10:20:30.123Z");

describe("createLog(options)", () => {
  it("writes the levels up to its own", () => {
    const lines: string[] = [];
    const log = createLog({
      level: "warn",
      json: false,
      now,
      write: (line) => lines.push(line),
    });
    log.error("broken", { port: 1 });
    log.part("api").warn("odd", { why: "x" });
    log.info("silent");
    expect(lines).toEqual([
      "10:20:30.123 error broken port=1\n",
      "10:20:30.123 warn  api: odd why=x\n",
    ]);
  });

  it("writes JSON lines for machines, without credentials or SQL", () => {
    const lines: string[] = [];
    const log = createLog({
      level: "info",
      json: true,
      now,
      write: (line) => lines.push(line),
    });
    log.info("asked", { authorization: "x", sql: "SELECT 1", rows: 2 });
    expect(JSON.parse(lines[0] ?? "")).toEqual({
      time: "2024-01-15T10:20:30.123Z",
      level: "info",
      message: "asked",
      authorization: "redacted",
      sql: "redacted",
      rows: 2,
    });
  });
});
