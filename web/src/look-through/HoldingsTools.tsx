import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { basisTitle } from "./basis.ts";
import { BYTE_ORDER_MARK } from "../files/csv.ts";
import { CSV_TYPE, XLSX_TYPE } from "../files/file-line.ts";
import { saveFile } from "../files/save-file.ts";
import { holdingsCsv, holdingsFile } from "./holdings-file.ts";
import { linkTo } from "./link.ts";
import { dimensionTitle, usePage } from "./page-context.ts";
import { useActiveAnswers } from "./use-active-answers.ts";
import { useCurrency } from "./use-currency.ts";
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
  const currency = useCurrency();
  const { answers } = useActiveAnswers();
  const filter = PART_FILTERS[state.part];
  const ready =
    holdings.load.rows !== undefined &&
    !holdings.load.stale &&
    !currency.loading;
  const name = (format: string) =>
    `look-through-${state.basis}-${plan.rows}.${format}`;
  const file = () =>
    holdingsFile({
      title: dimensionTitle(view, plan.rows),
      basis: basisTitle(state.basis),
      rows: holdings.rows,
      traded: state.count === "direct",
      complete: holdings.loadMore === undefined,
      totals,
      plan,
      currencies: currency.codes,
      asOf: answers.flatMap(({ answer }) => answer.refreshedAt ?? []).sort()[0],
      url: linkTo(state, window.location),
    });
  const excel = useMutation({
    mutationFn: async () => {
      const { head, lines, notes } = file();
      const { writeXlsx } = await import("../files/write-xlsx.ts");
      const { signal } = new AbortController();
      const sheet = await writeXlsx(head, [lines], notes, signal);
      saveFile([sheet], XLSX_TYPE, name("xlsx"));
    },
  });
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
            [BYTE_ORDER_MARK, holdingsCsv(file())],
            CSV_TYPE,
            name("csv"),
          )
        }
      >
        Save as CSV
      </Button>
      <Button
        size="compact-xs"
        variant="default"
        disabled={!ready || excel.isPending}
        onClick={() => excel.mutate()}
      >
        Save as Excel
      </Button>
      {excel.error !== null && (
        <span className="error-text" role="alert">
          {`No file was made: ${excel.error.message}`}
        </span>
      )}
    </div>
  );
}
