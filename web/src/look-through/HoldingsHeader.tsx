import { isSortedHere } from "./holdings.ts";
import { dimensionTitle, usePage } from "./page-context.ts";
import type { SortColumn } from "./state.ts";

interface Props {
  traded: boolean;
  /** The chosen column cannot be sorted by, because rows are missing. */
  unsorted: boolean;
}

const ARROWS = { ascending: "▲", descending: "▼", none: "" } as const;

export function HoldingsHeader({ traded, unsorted }: Props) {
  const { view, state, change, plan } = usePage();
  const { sort } = state;

  const header = (
    column: SortColumn,
    title: string,
    description: string,
    number = true,
  ) => {
    const chosen =
      traded && column === "total"
        ? sort.column !== "name"
        : sort.column === column;
    const active = chosen && !(unsorted && isSortedHere(column));
    const order = !active
      ? "none"
      : sort.descending
        ? "descending"
        : "ascending";
    return (
      <th
        key={title}
        scope="col"
        className={number ? "lt-number" : "lt-name"}
        aria-sort={order}
      >
        <button
          type="button"
          className="lt-sort"
          title={description}
          onClick={() =>
            change({
              sort: {
                column,
                descending: active ? !sort.descending : column !== "name",
              },
            })
          }
        >
          <span className="lt-arrow" aria-hidden>
            {ARROWS[order]}
          </span>
          {title}
        </button>
      </th>
    );
  };

  const name = dimensionTitle(view, plan.rows);
  return (
    <thead>
      <tr>
        {header("name", name, `Sort by ${name.toLowerCase()}`, false)}
        {traded ? (
          <>
            {header("total", "As traded", "Wrappers as lines of their own")}
            <th
              scope="col"
              className="lt-number"
              title="Of the total as traded"
            >
              % of total
            </th>
          </>
        ) : (
          <>
            {header("direct", "Direct", "Held without a wrapper")}
            {header("via", "Via wrappers", "Carried by ETFs and ETCs")}
            {header("total", "Total", "Direct plus via wrappers")}
            <th
              scope="col"
              className="lt-number"
              title="Of the total as traded"
            >
              % of total
            </th>
            {header("wrappers", "Wrappers", "How many wrappers contribute")}
            <th
              scope="col"
              className="lt-name"
              title="The wrapper that carries most, regardless of sign"
            >
              Largest carrier
            </th>
          </>
        )}
      </tr>
    </thead>
  );
}
