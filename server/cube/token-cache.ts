import type { KeyObject } from "node:crypto";
import { assertNotExpired, verifyToken, type Claims } from "./api-token.ts";

/** Tokens in use at a time; the oldest makes room. */
const CAPACITY = 1000;

/** Verifies tokens, each signature once. */
export function tokenVerifier(key: KeyObject): (token: string) => Claims {
  const verified = new Map<string, Claims>();
  return (token) => {
    const known = verified.get(token);
    if (known !== undefined) {
      assertNotExpired(known);
      return known;
    }
    const claims = verifyToken(token, key);
    const oldest = verified.keys().next();
    if (verified.size >= CAPACITY && !oldest.done) {
      verified.delete(oldest.value);
    }
    verified.set(token, claims);
    return claims;
  };
}
