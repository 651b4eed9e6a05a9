import { createSecretKey, type KeyObject } from "node:crypto";
import jwt from "jsonwebtoken";
import { ServiceError } from "../../base/errors.ts";

/** What a token says about its bearer. */
export type Claims = Record<string, unknown> & { exp: number };

const ALGORITHM = "HS256";

/** A key object spares a parse of the secret with every request. */
export const tokenKey = (secret: string): KeyObject =>
  createSecretKey(Buffer.from(secret, "utf8"));

/** Signs claims; `expires` as `8h`, `30d` or seconds. */
export const signToken = (
  claims: Record<string, unknown>,
  key: KeyObject,
  expires: string | number,
): string =>
  jwt.sign(claims, key, {
    algorithm: ALGORITHM,
    expiresIn: expires as jwt.SignOptions["expiresIn"] & string,
  });

const MINT = "mint one with: npm run token -- --group analyst --expires 8h";

const refuse = (code: string, message: string, cause?: unknown) =>
  new ServiceError(code, message, { status: 403, hint: MINT, cause });

/** The error of a request without a token where one is required. */
export const missingToken = () =>
  refuse("token-missing", "the request has no token: Authorization: Bearer …");

/**
 * Claims of a valid token.
 *
 * @throws ServiceError (403) saying what is wrong with the token
 */
export function verifyToken(token: string, key: KeyObject): Claims {
  let claims;
  try {
    claims = jwt.verify(token, key, { algorithms: [ALGORITHM] });
  } catch (cause) {
    if (cause instanceof jwt.TokenExpiredError) {
      throw expiredToken(cause.expiredAt, cause);
    }
    if (cause instanceof jwt.NotBeforeError) {
      throw refuse("token-not-yet-valid", "the token is not valid yet", cause);
    }
    // Which of signature, algorithm and form is wrong helps only an attacker.
    throw refuse(
      "token-invalid",
      `the token is not one that this server signed with ${ALGORITHM}`,
      cause,
    );
  }
  if (typeof claims === "string" || typeof claims.exp !== "number") {
    throw refuse(
      "token-without-expiry",
      "the token never expires: it needs the claim exp",
    );
  }
  return claims as Claims;
}

/** @throws ServiceError (403) when the token has expired since it was verified */
export function assertNotExpired(
  { exp }: { exp?: unknown },
  now = Date.now(),
): void {
  if (typeof exp === "number" && exp * 1000 <= now) {
    throw expiredToken(new Date(exp * 1000));
  }
}

const expiredToken = (at: Date, cause?: unknown) =>
  refuse("token-expired", `the token expired at ${at.toISOString()}`, cause);
