export interface KeyGroup {
  title: string;
  /** `press` holds keys, parted by blanks. */
  keys: readonly { press: string; does: string }[];
}

/**
 * The keys that all pages with steps have.
 *
 * @param search what `/` does
 * @param regions in the order F6 walks them
 */
export const everywhere = (search: string, regions: string): KeyGroup => ({
  title: "Everywhere",
  keys: [
    { press: "/", does: search },
    { press: "?", does: "Keys and definitions" },
    { press: "Ctrl Z", does: "Undo, like the back button" },
    { press: "Ctrl Y", does: "Redo; Ctrl Shift Z as well" },
    { press: "F6", does: `Next region: ${regions}` },
    { press: "Shift F6", does: "Previous region" },
  ],
});

/** All keys of the pivot page. */
export const KEY_GROUPS: readonly KeyGroup[] = [
  everywhere("Search the fields", "fields, shelf, grid, drawer"),
  {
    title: "Fields and shelves",
    keys: [
      {
        press: "Enter",
        does: "Add a field to a shelf, or open a pill's panel",
      },
      { press: "Space", does: "Pick up; arrows choose a place, space drops" },
      { press: "Escape", does: "Put it back" },
      { press: "Alt ← →", does: "Move a pill along its shelf" },
      { press: "Delete", does: "Remove a pill" },
      { press: "← →", does: "Close and open a group of fields" },
    ],
  },
  {
    title: "Grid",
    keys: [
      { press: "← ↑ → ↓", does: "Move; on a row's name open and close it" },
      { press: "Home End", does: "First and last column" },
      { press: "Ctrl Home", does: "First cell; Ctrl End the last one" },
      { press: "PageUp PageDown", does: "A page up and down" },
      { press: "*", does: "Open all siblings" },
      { press: "Shift ↓", does: "Select a range; Ctrl A all cells" },
      {
        press: "Enter",
        does: "Menu of the cell, with the width of its column",
      },
      { press: "Ctrl C", does: "Copy as text; Ctrl Shift C raw values" },
    ],
  },
];
