import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { ServiceError } from "../../base/errors.ts";

const require = createRequire(import.meta.url);

/** Platforms the engine is published for (package.json, optionalDependencies). */
const PACKAGES: Record<string, string> = {
  "linux-x64": "@chdb/lib-linux-x64-gnu",
};

/** Platform as Node names it, e.g. `linux-x64`. */
export const platformName = () => `${process.platform}-${process.arch}`;

/**
 * Path of the ClickHouse library of this platform.
 *
 * @throws ServiceError `unsupported-platform` where chdb has no build,
 *   `engine-not-installed` where it has one that is missing
 */
export function engineLibrary(
  platform = platformName(),
  resolve: (id: string) => string = (id) => require.resolve(id),
): string {
  const name = PACKAGES[platform];
  if (name === undefined) {
    throw new ServiceError(
      "unsupported-platform",
      `the embedded ClickHouse does not run on ${platform}: it runs on ${Object.keys(PACKAGES).join(", ")}`,
      { hint: "set CLICKHOUSE_URL to a ClickHouse server" },
    );
  }
  try {
    return join(dirname(resolve(`${name}/package.json`)), "libchdb.so");
  } catch (cause) {
    throw new ServiceError(
      "engine-not-installed",
      `the embedded ClickHouse for ${platform} is missing: package ${name}`,
      { hint: "run npm ci without --omit=optional", cause },
    );
  }
}
