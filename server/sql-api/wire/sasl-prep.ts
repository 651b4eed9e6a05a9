/** RFC 3454, table C.1.2: spaces that are no U+0020. */
const OTHER_SPACES = /[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/gu;

/** RFC 3454, table B.1: mapped to nothing. */
const NOTHING =
  /\u00ad|\u034f|\u1806|[\u180b-\u180d]|\u200c|\u200d|\u2060|[\ufe00-\ufe0f]|\ufeff/gu;

/**
 * The forms a client may derive keys of a password from.
 *
 * Postgres normalizes by SASLprep, RFC 4013, and takes a password that it forbids as
 * it is. Clients differ in what they forbid, and some never normalize, so both forms
 * are given: they are the same password.
 */
export function passwordForms(password: string): string[] {
  const prepared = password
    .replace(OTHER_SPACES, " ")
    .replace(NOTHING, "")
    .normalize("NFKC");
  return prepared === password || prepared === ""
    ? [password]
    : [prepared, password];
}
