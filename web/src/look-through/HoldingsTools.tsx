import { Button } from "@mantine/core";
import { basisTitle } from "./basis.ts";
import { BYTE_ORDER_MARK } from "../files/csv.ts";
import { saveFile } from "../files/save-file.ts";
import { holdingsCsv } from "./holdings-csv.ts";
import { dimensionTitle, usePage } from "./page-context.ts";
import type { Holdings } from "./use-holdings.ts";
import { COUNT_NOTES, PART_FILTERS } from "./wording.ts";
import type { Totals } from "./use-totals.ts";

interface Props {
  holdings: Holdings;
  totals: Totals;
}

/** What the table is filtered by, and its export. */
export function HoldingsTools({ holdings, totals }: Props) {
  const { view, state, change, plan } = usePage();
  const filter = PART_FILTERS[state.part];
  const ready = holdings.load.rows !== undefined && !holdings.load.stale;
  return (
    <div className="lt-tools">
      {filter !== undefined && (
        <button
          type="button"
          className="lt-chip"
          onClick={() => change({ part: "all" })}
        >
          {filter}
          <span aria-hidden> ×</span>
        </button>
      )}
      <span className="lt-tools-note">{COUNT_NOTES[state.count]}</span>
      {holdings.unsorted && (
        <span>
          Not all rows are loaded, so they keep the order of their total.
        </span>
      )}
      <span className="lt-spacer" />
      <Button
        size="compact-xs"
        variant="default"
        disabled={!ready}
        onClick={() =>
          saveFile(
            [
              BYTE_ORDER_MARK,
              holdingsCsv({
                title: dimensionTitle(view, plan.rows),
                basis: basisTitle(state.basis),
                rows: holdings.rows,
                traded: state.count === "direct",
                complete: holdings.loadMore === undefined,
                totals,
                plan,
                url: window.location.href,
              }),
            ],
            "text/csv;charset=utf-8",
            `look-through-${state.basis}-${plan.rows}.csv`,
          )
        }
      >
        Save as CSV
      </Button>
    </div>
  );
}
