import type { Arguments } from "../../base/cli.ts";
import { ServiceError } from "../../base/errors.ts";
import type { LoadParameters } from "../parameters.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { differences, readLoadParameters } from "./settings.ts";

/** What to load, and what earlier runs of it have done. */
export interface Start {
  parameters: LoadParameters;
  /** The load is continued. */
  earlier: Checkpoint | undefined;
}

/**
 * Continues an unfinished load: flags that are not on the command line have its
 * values. A finished one is only repeated, never in the way of another.
 *
 * @throws ServiceError `other-parameters` when flags differ from an unfinished load
 */
export function resume(
  args: Arguments,
  checkpoint: Checkpoint | undefined,
  path: string,
): Start {
  const asked = readLoadParameters(args);
  if (checkpoint === undefined)
    return { parameters: asked, earlier: undefined };
  const { parameters, state } = checkpoint;
  const different = differences(args, asked, parameters);
  if (different.length === 0) return { parameters, earlier: checkpoint };
  if (state === "complete") return { parameters: asked, earlier: undefined };
  throw new ServiceError(
    "other-parameters",
    `the unfinished load of ${path} has other parameters: ${different.join("; ")}`,
    {
      hint: "continue it by leaving these flags out, forget it with --reset (rows stay in the warehouse), or start another load beside it with --name",
    },
  );
}
