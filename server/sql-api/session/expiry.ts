import type { Login } from "../executor.ts";
import { SqlError } from "../sql-error.ts";

/** When the rights of a login end, in milliseconds since 1970; undefined when they do not. */
export function expiryOf({ securityContext }: Login): number | undefined {
  const { exp } = (securityContext ?? {}) as { exp?: unknown };
  return typeof exp === "number" ? exp * 1000 : undefined;
}

export const expired = (at: number): SqlError =>
  new SqlError("28000", `the token expired at ${new Date(at).toISOString()}`, {
    severity: "FATAL",
    hint: "connect again with a new token as the password",
  });
