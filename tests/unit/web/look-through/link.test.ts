import { expect, it } from "vitest";
import { addressOf } from "../../../../web/src/look-through/address.ts";
import { decodeState } from "../../../../web/src/look-through/codec.ts";
import { linkTo } from "../../../../web/src/look-through/link.ts";
import { DEFAULT_STATE } from "../../../../web/src/look-through/state.ts";
import { MAX_ADDRESS } from "../../../../web/src/steps/address.ts";

it("links to the whole page, also where its address has to leave rows out", () => {
  const state = {
    ...DEFAULT_STATE,
    open: Array.from(
      { length: 600 },
      (_, index) => [`member ${index}`] as const,
    ),
  };
  const url = new URL(
    linkTo(state, {
      origin: "https://trades.example",
      pathname: "/look-through",
    }),
  );
  expect(url.origin + url.pathname).toBe("https://trades.example/look-through");
  const search = url.search.slice(1);
  expect(search.length).toBeGreaterThan(MAX_ADDRESS);
  expect(decodeState(search)).toEqual({ state, messages: [] });
  expect(decodeState(addressOf(search)).state.open).toEqual([]);
});
