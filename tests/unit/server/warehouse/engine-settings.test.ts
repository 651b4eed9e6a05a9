import { describe, expect, it } from "vitest";
import type { ServiceError } from "../../../../base/errors.ts";
import { engineLibrary } from "../../../../server/warehouse/engine-library.ts";
import { engineUsers } from "../../../../server/warehouse/engine-users.ts";
import { engineLimits } from "../../../../server/warehouse/limits.ts";
import { configFile } from "../../../../server/warehouse/xml.ts";

const GIB = 2 ** 30;
const failure = (use: () => unknown) => {
  try {
    use();
  } catch (error) {
    return error as ServiceError;
  }
  return expect.fail("did not throw");
};

describe("engineLimits(memory, cores)", () => {
  it("gives the server 60 % of the memory and a query half of that", () => {
    const limits = engineLimits(20 * GIB, 8);
    expect(limits.serverMemory).toBe(12 * GIB);
    expect(limits.queryMemory).toBe(6 * GIB);
    expect(limits.queries).toBe(128);
  });

  it("stays usable on a small machine", () => {
    const limits = engineLimits(GIB / 2, 1);
    expect(limits.serverMemory).toBe(GIB);
    expect(limits.queries).toBe(32);
  });
});

describe("engineLibrary(platform)", () => {
  it("names the platforms it runs on", () => {
    const error = failure(() => engineLibrary("win32-x64"));
    expect(error.code).toBe("unsupported-platform");
    expect(error.message).toContain("win32-x64");
    expect(error.message).toContain("linux-x64");
    expect(error.hint).toContain("CLICKHOUSE_URL");
  });

  it("names the package that is missing", () => {
    const error = failure(() =>
      engineLibrary("linux-x64", (id) => {
        throw new Error(`Cannot find module '${id}'`);
      }),
    );
    expect(error.code).toBe("engine-not-installed");
    expect(error.message).toContain("@chdb/lib-linux-x64-gnu");
  });
});

describe("engineUsers(database, passwords, limits)", () => {
  const text = engineUsers(
    "pivot",
    { owner: "secret-1", cube: "secret-2" },
    engineLimits(20 * GIB, 2),
  );

  it("holds no password in clear", () => {
    expect(text).not.toContain("secret");
    expect(text.match(/<password_sha256_hex>[0-9a-f]{64}</g)).toHaveLength(2);
  });

  it("gives every user grants, because one without may do everything", () => {
    expect(text.match(/<profile>/g)).toHaveLength(4);
    expect(text.match(/<grants>\s*<query>/g)).toHaveLength(4);
  });
});

describe("configFile(content)", () => {
  it("escapes text and repeats lists", () => {
    expect(configFile({ path: `<a & "b">`, ip: ["1", "2"] })).toBe(
      "<clickhouse>\n  <path>&lt;a &amp; &quot;b&quot;&gt;</path>\n  <ip>1</ip>\n  <ip>2</ip>\n</clickhouse>\n",
    );
  });
});
