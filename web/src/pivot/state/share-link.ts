/** Characters of a whole address that mail and chat programs keep intact. */
export const MAX_URL_LENGTH = 2_000;

const LINKS_PATH = "/lookthrough/links";
const LINK_PARAMETER = "link";
const LINK_ID = /^[A-Za-z0-9_-]{1,64}$/;

export interface LinkOptions {
  /** Address of the page, without query and fragment. */
  page: string;
  /** Asks the server of the page; with a token where one is needed. */
  fetch: (path: string, init?: RequestInit) => Promise<Response>;
  signal?: AbortSignal;
}

/** A link to a state; `message` says why it is longer than it should be. */
export interface SharedLink {
  url: string;
  message?: string;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

/** The text of one property of a JSON answer; throws what went wrong otherwise. */
async function ask(
  { fetch, signal }: LinkOptions,
  path: string,
  property: string,
  init: RequestInit = {},
): Promise<string> {
  const response = await fetch(path, { ...init, signal });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  const answer: unknown = await response.json();
  const value = isObject(answer) ? answer[property] : undefined;
  if (typeof value !== "string") {
    throw new Error(`the server's answer has no ${property}`);
  }
  return value;
}

const reason = (error: unknown) =>
  error instanceof Error ? error.message : String(error);

/**
 * The link to a state: its query string in the address, or an id kept by the
 * server where that would be longer than MAX_URL_LENGTH. When the server keeps
 * none, the long link with a message.
 *
 * @param search the encoded state, without the question mark
 * @throws the reason of `signal` when aborted
 */
export async function shareLink(
  search: string,
  options: LinkOptions,
): Promise<SharedLink> {
  const url = `${options.page}?${search}`;
  if (url.length <= MAX_URL_LENGTH) return { url };
  try {
    const id = await ask(options, LINKS_PATH, "id", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ search }),
    });
    return {
      url: `${options.page}?${LINK_PARAMETER}=${encodeURIComponent(id)}`,
    };
  } catch (error) {
    options.signal?.throwIfAborted();
    return {
      url,
      message: `The link has ${url.length} characters, some programs cut it: no short one was made, ${reason(error)}`,
    };
  }
}

/** The id in a query string of a short link; undefined = it is none. */
export const linkId = (search: string): string | undefined =>
  new URLSearchParams(search).get(LINK_PARAMETER) ?? undefined;

/** What a short link stands for, or why that is not known. */
export type ResolvedLink = { search: string } | { message: string };

/**
 * The query string a short link stands for; any other one is its own.
 *
 * @throws the reason of `signal` when aborted
 */
export async function resolveLink(
  search: string,
  options: Omit<LinkOptions, "page">,
): Promise<ResolvedLink> {
  const id = linkId(search);
  if (id === undefined) return { search };
  if (!LINK_ID.test(id)) {
    return { message: "The short link is not one of this page" };
  }
  try {
    return {
      search: await ask(
        { page: "", ...options },
        `${LINKS_PATH}/${id}`,
        "search",
      ),
    };
  } catch (error) {
    options.signal?.throwIfAborted();
    return {
      message: `The short link "${id}" cannot be opened: ${reason(error)}; ask its sender for the long one`,
    };
  }
}
