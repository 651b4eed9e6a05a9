import type { Arguments, Options } from "../../base/cli.ts";
import { UsageError } from "../../base/errors.ts";
import { checkpointPath } from "../checkpoint/file.ts";

/** Where the checkpoint of a command lies. */
export const checkpointOptions = (name: string) =>
  ({
    name: {
      type: "string",
      default: name,
      value: "name",
      description: "name of the checkpoint",
    },
    checkpoints: {
      type: "string",
      default: ".checkpoints",
      value: "folder",
      description: "folder of the checkpoints",
    },
  }) as const satisfies Options;

/**
 * Folder and path of a checkpoint.
 *
 * @throws UsageError for a name that is no file name
 */
export function readCheckpointPath(args: Arguments): string {
  const name = args.text("name") ?? "";
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name)) {
    throw new UsageError(
      `--name must be letters, digits, dots, dashes and underscores: ${name || "(empty)"}`,
      "for example --name year-end",
    );
  }
  return checkpointPath(readCheckpointFolder(args), name);
}

/** @throws UsageError when it is empty */
export function readCheckpointFolder(args: Arguments): string {
  const folder = args.text("checkpoints") ?? "";
  if (folder === "") {
    throw new UsageError("--checkpoints is empty", "give it a folder");
  }
  return folder;
}
