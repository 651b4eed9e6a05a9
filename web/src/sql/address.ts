/** Characters of an address that every browser, proxy and chat program passes on. */
const LONGEST_ADDRESS = 2_000;

/** The text that a link to the page carries, if any. */
export const textOfAddress = (search: string): string | undefined =>
  new URLSearchParams(search).get("q") ?? undefined;

/**
 * The address that carries the text.
 *
 * @param href present address, whose other parameters are kept
 * @returns without the text, and `fits` false, where it would be too long
 */
export function addressOf(
  text: string,
  href: string,
): { href: string; fits: boolean } {
  const url = new URL(href);
  if (text.trim() === "") url.searchParams.delete("q");
  else url.searchParams.set("q", text);
  if (url.href.length <= LONGEST_ADDRESS) return { href: url.href, fits: true };
  url.searchParams.delete("q");
  return { href: url.href, fits: false };
}
