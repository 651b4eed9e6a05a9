import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openOutput } from "../../../generator/sinks/output.ts";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "output-"));
  path = join(folder, "trades.csv");
});

afterEach(() => rmSync(folder, { recursive: true }));

const files = () =>
  Object.fromEntries(
    readdirSync(folder).map((name) => [
      name,
      readFileSync(join(folder, name), "utf8"),
    ]),
  );

describe("openOutput", () => {
  it.each([undefined, "old"])(
    "shows a file under its name when it is complete, not before (%s)",
    async (before) => {
      if (before !== undefined) writeFileSync(path, before);
      const output = await openOutput(path);
      await output.write(Buffer.from("new "));
      expect(files()["trades.csv"]).toBe(before);
      expect(readdirSync(folder).join(" ")).toContain("trades.csv.partial-");
      await output.write(Buffer.from("text"));
      await output.commit();
      expect(files()).toEqual({ "trades.csv": "new text" });
    },
  );

  it("leaves everything as it was when it is discarded", async () => {
    writeFileSync(path, "old");
    const output = await openOutput(path);
    await output.write(Buffer.from("new"));
    await output.discard();
    expect(files()).toEqual({ "trades.csv": "old" });
  });

  it("keeps two writers of the same file apart", async () => {
    const [one, two] = [await openOutput(path), await openOutput(path)];
    await one.write(Buffer.from("one"));
    await two.write(Buffer.from("two"));
    await one.commit();
    expect(files()["trades.csv"]).toBe("one");
    await two.commit();
    expect(files()).toEqual({ "trades.csv": "two" });
  });

  it("is not disturbed by what a killed process of the same id has left", async () => {
    const left = `trades.csv.partial-${process.pid}`;
    writeFileSync(join(folder, left), "half");
    const output = await openOutput(path);
    await output.write(Buffer.from("whole"));
    await output.commit();
    expect(files()).toEqual({ [left]: "half", "trades.csv": "whole" });
  });

  it("writes what a link points to", async () => {
    const link = join(folder, "link.csv");
    symlinkSync(path, link);
    writeFileSync(path, "old");
    const output = await openOutput(link);
    await output.write(Buffer.from("new"));
    expect(files()["trades.csv"]).toBe("old");
    await output.commit();
    expect(files()).toEqual({ "trades.csv": "new", "link.csv": "new" });
  });
});
