import { createRequire } from "node:module";
import type {
  MultiResultData,
  ResultData,
  TransformData,
} from "./query-result.ts";
import { multiResult, singleResult, type RawData } from "./result-transform.ts";
import { passColumnsByReference } from "./result-wrapper.ts";
import type { SqlApiExports } from "../sql-api/builtin.ts";

/** The exports of `@cubejs-backend/native`: writable, and called by name. */
export type NativeExports = Record<string, unknown> & {
  loadNative(): unknown;
};

export type NativeKind = "extension" | "replacement";

const require = createRequire(import.meta.url);

const NO_SQL_API = "the SQL API is off: SQL_API=auto or builtin starts it";

/**
 * Makes Cube work without its native extension, which is a download that many
 * networks refuse. The package's callers look functions up when they call them,
 * so that assigning to its exports is enough, if it is done before Cube's
 * server is loaded. With the extension present nothing is touched.
 */
export function installNative(
  native = require("@cubejs-backend/native") as NativeExports,
): NativeKind {
  try {
    native.loadNative();
    return "extension";
  } catch {
    Object.assign(native, replacements());
    passColumnsByReference(native);
    return "replacement";
  }
}

/** Puts an SQL API where Cube looks for its native one, extension or not. */
export function installSqlApi(
  sqlApi: SqlApiExports,
  native = require("@cubejs-backend/native") as NativeExports,
): void {
  Object.assign(native, sqlApi);
}

/** What takes the place of each native function that Cube calls. */
export function replacements(): Record<string, unknown> {
  const nothing = () => undefined;
  const noSqlApi = () => Promise.reject(new Error(NO_SQL_API));
  const noCubeStore = () => {
    throw new Error("Cube Store needs Cube's native extension");
  };
  return {
    getFinalQueryResult,
    getFinalQueryResultMulti,
    getCubestoreResult: noCubeStore,
    parseCubestoreResultMessage: noCubeStore,
    setupLogger: nothing,
    resetLogger: nothing,
    registerInterface: () => Promise.resolve({}),
    shutdownInterface: () => Promise.resolve(),
    isFallbackBuild: () => true,
    redactSqlLiterals,
    execSql: noSqlApi,
    sql4sql: noSqlApi,
    rest4sql: noSqlApi,
    NativeInstance,
  };
}

// Async, so that a hidden member rejects the promise as the extension does.
// eslint-disable-next-line @typescript-eslint/require-await
async function getFinalQueryResult(
  transform: TransformData,
  raw: RawData,
  result: ResultData,
): Promise<Buffer> {
  return Buffer.from(JSON.stringify(singleResult(transform, raw, result)));
}

// eslint-disable-next-line @typescript-eslint/require-await
async function getFinalQueryResultMulti(
  transforms: TransformData[],
  raws: RawData[],
  result: MultiResultData,
): Promise<Buffer> {
  return Buffer.from(JSON.stringify(multiResult(transforms, raws, result)));
}

/** SQL for a log, without the values in it. */
export const redactSqlLiterals = (sql: string): string =>
  sql.replace(/'(?:[^'\\]|\\.|'')*'/g, "'redacted'");

/** Made for every compilation of the model; used only by models with templates. */
class NativeInstance {
  newJinjaEngine() {
    const refuse = (name: string): never => {
      throw new Error(
        `${name} uses Jinja: {{ }} or {% %}, which needs Cube's native extension. ` +
          "Write the model as plain YAML (a space between closing braces) or as JavaScript.",
      );
    };
    return {
      loadTemplate: (name: string) => refuse(name),
      renderTemplate: (name: string) => refuse(name),
    };
  }

  loadPythonContext(name: string): never {
    throw new Error(
      `${name} is Python, which needs Cube's native extension. Write it as YAML or JavaScript.`,
    );
  }
}
