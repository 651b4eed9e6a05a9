import { describe, expect, it } from "vitest";
import {
  installNative,
  redactSqlLiterals,
  type NativeExports,
} from "../../../../server/cube/native.ts";

const absent = (): NativeExports => ({
  loadNative: () => {
    throw new Error("Unable to load @cubejs-backend/native");
  },
});

type AnyFunction = (...args: unknown[]) => unknown;
const call = (native: NativeExports, name: string, ...args: unknown[]) =>
  (native[name] as AnyFunction)(...args);

describe("installNative(native)", () => {
  it("leaves everything when the extension loads", () => {
    const native = { loadNative: () => ({}), isFallbackBuild: "untouched" };
    expect(installNative(native)).toBe("extension");
    expect(native).toEqual({
      loadNative: native.loadNative,
      isFallbackBuild: "untouched",
    });
  });

  it("answers results as bytes of JSON when it does not", async () => {
    const native = absent();
    expect(installNative(native)).toBe("replacement");
    const bytes = (await call(
      native,
      "getFinalQueryResult",
      {
        aliasToMemberNameMap: { a: "t.a" },
        annotation: { "t.a": {} },
        query: {},
      },
      { members: ["a"], columns: [[1]] },
      { query: {} },
    )) as Buffer;
    expect(JSON.parse(bytes.toString())).toEqual({
      query: {},
      data: [{ "t.a": "1" }],
    });
  });

  it("rejects, and does not throw, on a hidden member", async () => {
    const native = absent();
    installNative(native);
    await expect(
      call(
        native,
        "getFinalQueryResult",
        {
          aliasToMemberNameMap: {},
          annotation: {},
          query: { measures: ["t.a"] },
        },
        { members: [], columns: [] },
        { query: {} },
      ),
    ).rejects.toThrow("You requested hidden member: 't.a'");
  });

  it("says what needs the extension", async () => {
    const native = absent();
    installNative(native);
    for (const name of ["execSql", "sql4sql", "rest4sql"]) {
      await expect(call(native, name)).rejects.toThrow("SQL_API=auto");
    }
    expect(() => call(native, "getCubestoreResult")).toThrow("Cube Store");
    expect(call(native, "isFallbackBuild")).toBe(true);
  });

  it("refuses a model with templates, naming the file", () => {
    const native = absent();
    installNative(native);
    const Instance = native["NativeInstance"] as new () => {
      newJinjaEngine(): { loadTemplate(name: string, content: string): void };
      loadPythonContext(name: string): void;
    };
    const engine = new Instance().newJinjaEngine();
    expect(() => engine.loadTemplate("cubes/a.yml", "{{ x }}")).toThrow(
      "cubes/a.yml uses Jinja",
    );
    expect(() => new Instance().loadPythonContext("cube.py")).toThrow(
      "cube.py is Python",
    );
  });

  it("passes a result's columns without serializing them", () => {
    class ResultWrapper {
      jsResult = [{ a: 1 }];
      getRawData(): unknown[] {
        return [Buffer.from("{}")];
      }
    }
    const columnar = { members: ["a"], columns: [[1]] };
    const native = {
      ...absent(),
      ResultWrapper,
      rowsToColumnar: (rows: unknown) => (rows ? columnar : undefined),
    };
    installNative(native);
    expect(new ResultWrapper().getRawData()).toEqual([columnar]);
  });
});

describe("redactSqlLiterals(sql)", () => {
  it("replaces text, also with quotes in it", () => {
    expect(
      redactSqlLiterals("SELECT 'a', 'it''s', 'b\\'c', n FROM t WHERE x = ''"),
    ).toBe(
      "SELECT 'redacted', 'redacted', 'redacted', n FROM t WHERE x = 'redacted'",
    );
  });
});
