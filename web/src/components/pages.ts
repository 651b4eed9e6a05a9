/** The pages of the client, in the order of their links. */
export const PAGES = [
  { path: "/", title: "Pivot" },
  { path: "/look-through", title: "Look-through" },
  { path: "/sql", title: "SQL" },
] as const;
