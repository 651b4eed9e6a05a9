import {
  createHash,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";

const KEY = randomBytes(32);

const digest = (value: string | Buffer) =>
  createHmac("sha256", KEY).update(value).digest();

/** Whether they are equal, in a time that tells nothing of where they differ. */
export const equalSecrets = (
  one: string | Buffer,
  other: string | Buffer,
): boolean => timingSafeEqual(digest(one), digest(other));

/**
 * What a client answers to AuthenticationMD5Password:
 * https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-START-UP
 */
export function md5Response(
  user: string,
  password: string,
  salt: Buffer,
): string {
  const inner = createHash("md5").update(password).update(user).digest("hex");
  return `md5${createHash("md5").update(inner).update(salt).digest("hex")}`;
}
