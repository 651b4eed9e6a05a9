import { inject } from "vitest";
import type { SharedName } from "./shared-stacks.ts";
import type { Stack } from "./stack.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Address that answers with a shared stack by its name. */
    stackKeeper: string;
  }
}

/** A stack as it comes from its keeper. */
export type SharedStack = Omit<Stack, "output" | "stop">;

/**
 * A stack that other files use at the same time: it may be read only, and stays
 * when its users are done.
 *
 * @throws when it did not start
 */
export async function sharedStack(name: SharedName): Promise<SharedStack> {
  const response = await fetch(`${inject("stackKeeper")}/${name}`);
  const body = await response.text();
  if (!response.ok) throw new Error(`shared stack ${name}: ${body}`);
  return JSON.parse(body) as SharedStack;
}
