import { ServiceError } from "../base/errors.ts";

const MINIMUM: readonly [major: number, minor: number] = [20, 19];

/** @throws ServiceError `node-too-old`, naming both versions */
export function checkNodeVersion(version = process.versions.node): void {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor, leastMinor] = MINIMUM;
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) {
    return;
  }
  throw new ServiceError(
    "node-too-old",
    `Lookthrough needs Node ${MINIMUM.join(".")} or newer: this is ${version}`,
    { hint: "install a newer Node; .nvmrc names one" },
  );
}
