import { describe, expect, it } from "vitest";
import {
  linkId,
  MAX_URL_LENGTH,
  resolveLink,
  shareLink,
} from "../../../../../web/src/pivot/state/share-link.ts";

const PAGE = "http://localhost/pivot";

interface Call {
  path: string;
  method: string;
  body: unknown;
}

/** A server that gives one answer. */
const serverOf = (answer: () => Response) => {
  const calls: Call[] = [];
  const fetch = (path: string, init: RequestInit = {}) => {
    const body: unknown =
      typeof init.body === "string" ? JSON.parse(init.body) : undefined;
    calls.push({ path, method: init.method ?? "GET", body });
    return Promise.resolve().then(answer);
  };
  return { calls, fetch };
};

const ofLength = (length: number) =>
  `v=2&x=${"a".repeat(length - `${PAGE}?v=2&x=`.length)}`;

describe("shareLink(search, options)", () => {
  it("is the address as long as that has at most 2,000 characters", async () => {
    const { calls, fetch } = serverOf(() => Response.json({ id: "abc" }));
    const search = ofLength(MAX_URL_LENGTH);
    const { url } = await shareLink(search, { page: PAGE, fetch });
    expect(url).toBe(`${PAGE}?${search}`);
    expect(url).toHaveLength(2_000);
    expect(calls).toEqual([]);
  });

  it("is a short one, kept by the server, beyond that", async () => {
    const { calls, fetch } = serverOf(() => Response.json({ id: "a-B_1" }));
    const search = ofLength(MAX_URL_LENGTH + 1);
    expect(await shareLink(search, { page: PAGE, fetch })).toEqual({
      url: `${PAGE}?link=a-B_1`,
    });
    expect(calls).toEqual([
      { path: "/lookthrough/links", method: "POST", body: { search } },
    ]);
  });

  it.each<[string, () => Response]>([
    ["the server answered 503", () => new Response("", { status: 503 })],
    ["the server's answer has no id", () => Response.json({ id: 7 })],
    [
      "offline",
      () => {
        throw new TypeError("offline");
      },
    ],
  ])(
    "is the long one when no short one is made: %s",
    async (reason, answer) => {
      const { fetch } = serverOf(answer);
      const search = ofLength(3_000);
      const link = await shareLink(search, { page: PAGE, fetch });
      expect(link.url).toBe(`${PAGE}?${search}`);
      expect(link.message).toContain("The link has 3000 characters");
      expect(link.message).toContain(reason);
    },
  );

  it("stops when aborted", async () => {
    const { fetch } = serverOf(() => {
      throw new TypeError("aborted by fetch");
    });
    const signal = AbortSignal.abort(new Error("left the page"));
    const link = shareLink(ofLength(3_000), { page: PAGE, fetch, signal });
    await expect(link).rejects.toThrow("left the page");
  });
});

describe("resolveLink(search, options)", () => {
  it("asks the server for what a short link stands for", async () => {
    const { calls, fetch } = serverOf(() => Response.json({ search: "v=2" }));
    expect(await resolveLink("?link=a-B_1", { fetch })).toEqual({
      search: "v=2",
    });
    expect(calls.map(({ path }) => path)).toEqual(["/lookthrough/links/a-B_1"]);
  });

  it("leaves any other link as it is", async () => {
    const { calls, fetch } = serverOf(() => Response.json({}));
    expect(linkId("?v=2&rows=desk")).toBeUndefined();
    expect(await resolveLink("?v=2&rows=desk", { fetch })).toEqual({
      search: "?v=2&rows=desk",
    });
    expect(calls).toEqual([]);
  });

  it("asks nothing for an id that cannot be one", async () => {
    const { calls, fetch } = serverOf(() => Response.json({}));
    for (const id of ["", "../../etc", "a b", "x".repeat(65)]) {
      const search = `?link=${encodeURIComponent(id)}`;
      expect(await resolveLink(search, { fetch })).toEqual({
        message: "The short link is not one of this page",
      });
    }
    expect(calls).toEqual([]);
  });

  it("says why a link cannot be opened", async () => {
    const { fetch } = serverOf(() => new Response("", { status: 404 }));
    expect(await resolveLink("?link=abc", { fetch })).toEqual({
      message:
        'The short link "abc" cannot be opened: the server answered 404; ask its sender for the long one',
    });
  });
});
