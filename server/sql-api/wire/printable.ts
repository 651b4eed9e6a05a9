const MAX_CHARACTERS = 200;

/** What a client has sent, on one line of a log and not longer than that. */
export const printable = (text: string): string =>
  text.slice(0, MAX_CHARACTERS).replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, "\ufffd");
