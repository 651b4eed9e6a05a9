import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ServiceError } from "../../base/errors.ts";
import type { CubeOptions } from "./cube-core.ts";

/**
 * The default export of `<root>/cube.js`. It reads Cube's environment, which
 * must be in place.
 *
 * @throws ServiceError `cube-options`
 */
export async function loadCubeOptions(root: string): Promise<CubeOptions> {
  const file = join(root, "cube.js");
  let module: { default?: unknown };
  try {
    module = (await import(pathToFileURL(file).href)) as typeof module;
  } catch (cause) {
    throw new ServiceError("cube-options", "cube.js cannot be loaded", {
      hint: "correct the error it names",
      cause,
    });
  }
  const options = module.default;
  if (typeof options !== "object" || options === null) {
    throw new ServiceError(
      "cube-options",
      `cube.js must export its options by default: ${typeof options}`,
      { hint: "export default { driverFactory, … }" },
    );
  }
  return options as CubeOptions;
}
