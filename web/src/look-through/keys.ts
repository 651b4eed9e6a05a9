import { everywhere, type KeyGroup } from "../explorer/help/keys.ts";

/** In the order F6 walks them. */
export const REGIONS = ["selection", "figures", "panel", "positions"];

/** All keys of the look-through page. */
export const KEY_GROUPS: readonly KeyGroup[] = [
  everywhere("Filter", "selection, figures, table, positions"),
  {
    title: "Figures and tables",
    keys: [
      { press: "Tab", does: "Next figure, heading or row" },
      { press: "Enter", does: "Open or close a row, sort, filter by a figure" },
      { press: "← →", does: "Another tab, where a tab has the focus" },
      { press: "Escape", does: "Close positions and weights, or the queries" },
    ],
  },
];
