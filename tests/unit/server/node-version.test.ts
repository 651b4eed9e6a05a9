import { describe, expect, it } from "vitest";
import { checkNodeVersion } from "../../../server/node-version.ts";

describe("checkNodeVersion(version)", () => {
  it.each(["20.19.0", "20.20.2", "22.0.0"])("accepts %s", (version) => {
    expect(() => checkNodeVersion(version)).not.toThrow();
  });

  it.each(["20.18.3", "18.20.0"])("refuses %s, naming both", (version) => {
    expect(() => checkNodeVersion(version)).toThrow(
      `Lookthrough needs Node 20.19 or newer: this is ${version}`,
    );
  });
});
