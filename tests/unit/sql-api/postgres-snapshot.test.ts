import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  readSnapshot,
  type Snapshot,
  writeSnapshot,
} from "../../../server/sql-api/postgres/snapshot.ts";

let folder: string;
let path: string;
let whole: Buffer;

const SNAPSHOT: Snapshot = {
  files: [
    { path: "/a", mode: 0o700, offset: 0, length: undefined },
    { path: "/a/b\n", mode: 0o600, offset: 0, length: 3 },
    { path: "/a/c", mode: 0o600, offset: 3, length: 0 },
  ],
  bytes: new SharedArrayBuffer(3),
};
new Uint8Array(SNAPSHOT.bytes).set([10, 0, 255]);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sql-api-snapshot-"));
  path = join(folder, "deep", "er", "snapshot");
  await writeSnapshot(path, SNAPSHOT);
  whole = await readFile(path);
});
afterAll(() => rm(folder, { recursive: true }));

describe("readSnapshot(path)", () => {
  it("reads what was written, and nothing else is left", async () => {
    const read = await readSnapshot(path);
    expect(read?.files).toEqual(SNAPSHOT.files);
    expect([...new Uint8Array(read!.bytes)]).toEqual([10, 0, 255]);
    expect(await readdir(join(path, ".."))).toEqual(["snapshot"]);
  });

  it("finds any damage", async () => {
    const other = join(folder, "other");
    const damaged = [
      ...Array.from(whole, (_, place) => whole.subarray(0, place)),
      ...Array.from(whole, (_, place) => {
        const flipped = Buffer.from(whole);
        flipped[place]! ^= 1;
        return flipped;
      }),
      Buffer.concat([whole, Buffer.from([0])]),
      Buffer.from("{}\n"),
      Buffer.from("null\nx"),
    ];
    for (const bytes of damaged) {
      await writeFile(other, bytes);
      expect(await readSnapshot(other)).toBeUndefined();
    }
  });

  it("finds none where there is none", async () => {
    expect(await readSnapshot(join(folder, "none"))).toBeUndefined();
    expect(await readSnapshot(folder)).toBeUndefined();
  });
});

describe("writeSnapshot(path, snapshot)", () => {
  it("names the file it cannot write", async () => {
    await expect(
      writeSnapshot(join(path, "below-a-file"), SNAPSHOT),
    ).rejects.toThrow(
      /cannot write the snapshot .*below-a-file: E(NOTDIR|EXIST)/,
    );
    await expect(writeSnapshot(folder, SNAPSHOT)).rejects.toThrow(folder);
    const left = (await readdir(dirname(folder))).filter((name) =>
      name.startsWith(`${basename(folder)}.`),
    );
    expect(left).toEqual([]);
  });
});
