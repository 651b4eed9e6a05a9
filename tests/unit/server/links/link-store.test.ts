import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  linkId,
  LINK_LIMITS,
  LinkStore,
} from "../../../../server/links/link-store.ts";

let root: string;
let folder: string;
const limited = (limits: Partial<typeof LINK_LIMITS>) =>
  new LinkStore(folder, { ...LINK_LIMITS, ...limits });

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "lookthrough-links-"));
  folder = join(root, "deep", "links");
});

afterEach(() => rm(root, { recursive: true, force: true }));

describe("linkId(search)", () => {
  it("is the start of the SHA-256 in base64url, as openssl has it", () => {
    const digest = execFileSync("openssl", ["dgst", "-sha256", "-binary"], {
      input: "?v=1&rows=desk",
    });
    expect(linkId("?v=1&rows=desk")).toBe(
      digest
        .toString("base64")
        .replaceAll("+", "-")
        .replaceAll("/", "_")
        .slice(0, 12),
    );
  });
});

describe("LinkStore", () => {
  it("finds what it has kept, and after a restart", async () => {
    const search = "?rows=desk,book&name=Müller 😀";
    const id = await new LinkStore(folder).keep(search);
    expect(await new LinkStore(folder).find(id)).toBe(search);
  });

  it("keeps a text once, however many ask at a time", async () => {
    const store = new LinkStore(folder);
    const texts = Array.from({ length: 200 }, (_, i) => `?state=${i % 20}`);
    const ids = await Promise.all(texts.map((text) => store.keep(text)));
    expect(ids).toEqual(texts.map(linkId));
    expect((await readdir(folder)).sort()).toEqual([...new Set(ids)].sort());
  });

  it("counts what is there, what comes at the same time, and not what is known", async () => {
    await limited({ links: 3 }).keep("text 1");
    const store = limited({ links: 3 });
    const kept = await Promise.allSettled(
      ["text 2", "text 3", "text 4", "text 5"].map((text) => store.keep(text)),
    );
    expect(kept.map(({ status }) => status).sort()).toEqual([
      "fulfilled",
      "fulfilled",
      "rejected",
      "rejected",
    ]);
    expect(await readdir(folder)).toHaveLength(3);
    await expect(store.keep("text 6")).rejects.toMatchObject({
      code: "links-full",
      status: 507,
      message:
        "no room for another link: 3 of 3 links, 18 of 268435456 bytes are in use",
    });
    expect(await store.keep("text 1")).toBe(linkId("text 1"));
  });

  it("counts bytes of all texts", async () => {
    const store = limited({ totalBytes: 10 });
    await store.keep("12345678");
    await expect(store.keep("abc")).rejects.toMatchObject({ status: 507 });
    await store.keep("ab");
  });

  it("takes a text of the greatest length in bytes, and none longer", async () => {
    const store = limited({ bytes: 8 });
    expect(await store.find(await store.keep("ääää"))).toBe("ääää");
    await expect(store.keep("ääääb")).rejects.toMatchObject({
      code: "link-too-long",
      status: 413,
      message: "search has 9 bytes; at most 8 are kept",
    });
  });

  it.each([undefined, null, 7, "", {}, ["a"], "half \ud83d"])(
    "refuses %j",
    async (search) => {
      await expect(new LinkStore(folder).keep(search)).rejects.toMatchObject({
        code: "bad-link",
        status: 400,
      });
    },
  );

  it.each([
    "../../secret",
    "..%2Fsecret",
    "/etc/hostname",
    "..",
    "",
    "abc",
    "a.b.c.d.e.f.",
    "abcdefghijkl\n",
    "AAAAAAAAAAAA",
  ])("does not know %j", async (id) => {
    await writeFile(join(root, "secret"), "secret");
    await expect(new LinkStore(folder).find(id)).rejects.toMatchObject({
      code: "link-unknown",
      status: 404,
    });
  });

  it("does not answer with a file that is not the text of its name", async () => {
    const store = new LinkStore(folder);
    const id = await store.keep("?rows=desk");
    await writeFile(join(folder, id), "?rows=de");
    await expect(store.find(id)).rejects.toMatchObject({ status: 404 });
    await expect(store.keep("?rows=desk")).rejects.toMatchObject({
      code: "link-taken",
      status: 409,
    });
  });

  it("removes what a crash has left", async () => {
    await new LinkStore(folder).keep("a");
    await writeFile(join(folder, "3f.tmp"), "half");
    await new LinkStore(folder).keep("b");
    expect((await readdir(folder)).sort()).toEqual(
      [linkId("a"), linkId("b")].sort(),
    );
  });

  it("says that a folder cannot be written, and tries again", async () => {
    await writeFile(join(root, "deep"), "a file in the way");
    const store = new LinkStore(folder);
    await expect(store.keep("a")).rejects.toMatchObject({
      code: "links-unwritable",
      status: 507,
    });
    await rm(join(root, "deep"));
    expect(await store.keep("a")).toBe(linkId("a"));
  });
});
