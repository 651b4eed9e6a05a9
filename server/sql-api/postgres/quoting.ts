import { SqlError } from "../sql-error.ts";

/** Bytes a name may have: NAMEDATALEN - 1. */
export const NAME_BYTES = 63;

export const quoteIdentifier = (name: string): string =>
  `"${withoutNul(name, "name").replaceAll('"', '""')}"`;

/** For any setting of `standard_conforming_strings`. */
export function quoteLiteral(text: string): string {
  const quoted = withoutNul(text, "value").replaceAll("'", "''");
  return text.includes("\\")
    ? ` E'${quoted.replaceAll("\\", "\\\\")}'`
    : `'${quoted}'`;
}

/** What Postgres makes of a name that is too long. */
export function clipName(name: string): string {
  if (Buffer.byteLength(name) <= NAME_BYTES) return name;
  let clipped = "";
  let bytes = 0;
  for (const character of name) {
    bytes += Buffer.byteLength(character);
    if (bytes > NAME_BYTES) break;
    clipped += character;
  }
  return clipped;
}

/** @throws SqlError 22021: a NUL ends texts in the protocol, so what follows could be anything */
export function withoutNul(text: string, what: string): string {
  if (text.includes("\0")) {
    throw new SqlError(
      "22021",
      'invalid byte sequence for encoding "UTF8": 0x00',
      { hint: `remove the NUL character from the ${what}` },
    );
  }
  return text;
}
