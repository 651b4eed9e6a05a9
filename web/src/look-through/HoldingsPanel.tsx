import { Button } from "@mantine/core";
import { formatCount } from "../pivot/format.ts";
import { basisTitle } from "./basis.ts";
import { TextCell, AmountCell } from "./Figure.tsx";
import { formatShare } from "./figures.ts";
import { HoldingRows } from "./HoldingRows.tsx";
import { HoldingsHeader } from "./HoldingsHeader.tsx";
import { HoldingsTools } from "./HoldingsTools.tsx";
import { readWrappers, shareOf } from "./holdings.ts";
import { LoadRow, NoticeRow } from "./Notices.tsx";
import { dimensionTitle, usePage } from "./page-context.ts";
import { UnmappedRows } from "./UnmappedRows.tsx";
import { useHoldings } from "./use-holdings.ts";
import type { Load } from "./use-load.ts";
import type { Totals } from "./use-totals.ts";
import { PART_TITLES } from "./wording.ts";
import { WrapperLines } from "./WrapperLines.tsx";

interface Props {
  /** Wrappers in the selection. */
  wrappers: Load;
  totals: Totals;
}

/** The main table: what is held, directly and through which wrappers. */
export function HoldingsPanel({ wrappers, totals }: Props) {
  const { view, state, plan } = usePage();
  const holdings = useHoldings();
  const traded = state.count === "direct";
  const columns = traded ? 3 : 7;
  const positions = wrappers.rows && readWrappers(wrappers.rows, plan.measures);
  const onlyUnmapped = state.part === "unmapped";
  const whole = state.part === "all" || onlyUnmapped;

  return (
    <>
      <HoldingsTools holdings={holdings} totals={totals} />
      <div className="lt-table-frame">
        <table
          className="lt-table"
          data-stale={holdings.load.stale || undefined}
        >
          <caption className="visually-hidden">
            {`${basisTitle(state.basis)} by ${dimensionTitle(view, plan.rows)}`}
          </caption>
          <HoldingsHeader traded={traded} unsorted={holdings.unsorted} />
          {!traded && (
            <tbody>
              <tr className="lt-total" data-row="held">
                <th scope="row">{PART_TITLES[state.part]}</th>
                <AmountCell
                  name="direct"
                  value={
                    holdings.held && holdings.held.total - holdings.held.via
                  }
                />
                <AmountCell name="via" value={holdings.held?.via} />
                <AmountCell name="total" value={holdings.held?.total} />
                <TextCell
                  name="share"
                  text={
                    holdings.held &&
                    formatShare(shareOf(holdings.held.total, totals.total))
                  }
                />
                <td colSpan={2} />
              </tr>
            </tbody>
          )}
          {!onlyUnmapped && (
            <tbody>
              {holdings.rows.map((row) => (
                <HoldingRows
                  key={row.key}
                  row={row}
                  traded={traded}
                  wrapper={
                    traded && plan.rows === "underlying_symbol"
                      ? positions?.some(({ symbol }) => symbol === row.key)
                      : false
                  }
                />
              ))}
              {holdings.loadMore === undefined ? (
                <LoadRow
                  load={holdings.load}
                  columns={columns}
                  level={0}
                  empty="Nothing is held here."
                />
              ) : (
                <NoticeRow columns={columns} level={0}>
                  {`First ${formatCount(holdings.rows.length)}${holdings.count === undefined ? "" : ` of ${formatCount(holdings.count)}`}; the totals count all. `}
                  <Button
                    size="compact-xs"
                    variant="default"
                    loading={holdings.load.loading}
                    onClick={holdings.loadMore}
                  >
                    Load more
                  </Button>
                </NoticeRow>
              )}
            </tbody>
          )}
          {!traded && whole && (
            <UnmappedRows
              wrappers={wrappers}
              positions={positions}
              unmapped={totals.unmapped}
            />
          )}
          {state.count === "both" && (
            <WrapperLines wrappers={wrappers} positions={positions} />
          )}
          <tbody>
            {whole && (
              <tr className="lt-total" data-row="total">
                <th scope="row">Total as traded</th>
                {!traded && <td colSpan={2} />}
                <AmountCell name="total" value={totals.total} />
                <TextCell
                  name="share"
                  text={formatShare(shareOf(totals.total, totals.total))}
                />
                {!traded && <td colSpan={2} />}
              </tr>
            )}
          </tbody>
        </table>
      </div>
      {(totals.total ?? 0) < 0 && (
        <p className="lt-footnote" data-fact="negative-total">
          The total is negative: a share of it is positive for negative amounts
          and negative for positive ones.
        </p>
      )}
      <p className="lt-footnote">
        Trades, quantities and greeks have no look-through: a weight divides an
        amount of money, not a count. See them on the pivot page.
      </p>
    </>
  );
}
