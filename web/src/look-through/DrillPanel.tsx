import { Button, CloseButton } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef } from "react";
import { errorText } from "../api/client.ts";
import { isCancelled } from "../api/is-cancelled.ts";
import { loadKey } from "../api/query-key.ts";
import { useAsk } from "../api/use-underway.ts";
import { keyOf, numberOf } from "../pivot/answer.ts";
import { formatCount } from "../pivot/format.ts";
import {
  DRILL_ROWS,
  drillCountQuery,
  drillQuery,
  drillTotalQuery,
  isTraded,
  readDrillRows,
  weightsUsed,
} from "./drill.ts";
import { AmountCell, TextCell } from "./Figure.tsx";
import { formatAmount, formatWeight } from "./figures.ts";
import { trade } from "./members.ts";
import { ErrorNotice, NoticeRow } from "./Notices.tsx";
import { usePage } from "./page-context.ts";
import type { Drill } from "./state.ts";
import { useLoad } from "./use-load.ts";

/** Dialogs, menus and panels in front of the page. */
const ABOVE_PAGE = "[data-portal]";

/** The positions behind a figure: position × weight = exposure, trade by trade. */
export function DrillPanel({ drill }: { drill: Drill }) {
  const { plan, weights, change, format } = usePage();
  const ask = useAsk();
  const heading = useRef<HTMLHeadingElement>(null);
  const total = useLoad(drillTotalQuery(plan, drill));
  const count = useLoad(drillCountQuery(plan, drill));
  const first = drillQuery(plan, drill, undefined);
  const pages = useInfiniteQuery({
    queryKey: ["pages", ...loadKey(first)],
    queryFn: ({ pageParam, signal }) =>
      ask(drillQuery(plan, drill, pageParam), signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ rows }) => {
      const last = rows.at(-1);
      return rows.length < DRILL_ROWS || last === undefined
        ? undefined
        : (keyOf(last, trade("trade_id")) ?? undefined);
    },
  });
  const { measures } = plan;
  const rows = readDrillRows(
    pages.data?.pages.flatMap((page) => page.rows) ?? [],
    measures.total,
    measures.via,
  );
  const direct = drill.carrier === undefined;
  const used = weightsUsed(weights.items, plan.rows, drill);
  const weight = direct
    ? 1
    : used.length === 0
      ? undefined
      : used.reduce((sum, item) => sum + item.weight, 0);
  const sumRow = total.rows?.[0];
  const sum = (member: string) =>
    total.rows === undefined
      ? undefined
      : sumRow === undefined
        ? 0
        : (numberOf(sumRow, member) ?? 0);
  const trades =
    count.rows?.[0] && numberOf(count.rows[0], trade("trade_count"));
  const position = sum(measures.total);
  const carried = direct ? position : sum(measures.via);
  const times = (amount: number | undefined) =>
    amount === undefined || weight === undefined ? null : amount * weight;
  const title = direct
    ? `Trades of ${drill.row ?? ""}${isTraded(plan) ? "" : ", held directly"}`
    : drill.row === undefined
      ? `Trades in ${drill.carrier}`
      : `${drill.row} through ${drill.carrier}: position × weight = exposure`;

  const place = JSON.stringify(drill);
  useEffect(() => heading.current?.focus(), [place]);

  // On the window: whatever has the focus may go when more trades are loaded.
  const close = useEffectEvent((event: KeyboardEvent) => {
    const isOurs =
      !event.defaultPrevented &&
      // A dialog or menu in front of the page is closed alone, and may be gone.
      !event
        .composedPath()
        .some((item) => item instanceof Element && item.matches(ABOVE_PAGE));
    if (event.key === "Escape" && isOurs) {
      change({ drill: null });
    }
  });
  useEffect(() => {
    window.addEventListener("keydown", close);
    return () => window.removeEventListener("keydown", close);
  }, []);

  return (
    <section
      className="lt-drill"
      aria-label="Positions and weights"
      data-region="positions"
    >
      <header className="lt-drill-head">
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <span className="lt-spacer" />
        <CloseButton
          aria-label="Close positions and weights"
          size="sm"
          onClick={() => change({ drill: null })}
        />
      </header>
      {!direct && (
        <p className="lt-footnote" data-fact="weights-used">
          {used.length === 0
            ? `No weight of ${drill.carrier} on ${weights.day} matches.`
            : `Weights used: ${used
                .slice(0, 12)
                .map((item) => `${item.holding} ${formatWeight(item.weight)}`)
                .join(
                  ", ",
                )}${used.length > 12 ? ` and ${used.length - 12} more` : ""}${used.length > 1 ? `; together ${formatWeight(weight)}` : ""}, in force since ${
                used
                  .map((item) => item.effective)
                  .sort()
                  .at(-1) ?? ""
              }.`}
        </p>
      )}
      <div className="lt-drill-scroll">
        <table className="lt-table" data-panel="drill">
          <caption className="visually-hidden">{title}</caption>
          <thead>
            <tr>
              <th scope="col" className="lt-name">
                Trade
              </th>
              <th scope="col" className="lt-name">
                Time, UTC
              </th>
              <th scope="col" className="lt-name">
                Book
              </th>
              <th scope="col" className="lt-name">
                Symbol
              </th>
              <th scope="col" className="lt-number">
                Position
              </th>
              <th scope="col" className="lt-number">
                Weight
              </th>
              <th scope="col" className="lt-number">
                Position × weight
              </th>
              <th scope="col" className="lt-number">
                Exposure
              </th>
            </tr>
          </thead>
          <tbody>
            <tr className="lt-total" data-row="drill-total">
              <th scope="row" colSpan={4}>
                {trades == null
                  ? "All trades"
                  : `All ${formatCount(trades)} ${trades === 1 ? "trade" : "trades"}`}
              </th>
              <AmountCell name="position" value={position} />
              <TextCell text={formatWeight(weight)} />
              <AmountCell name="expected" value={times(position)} />
              <AmountCell name="carried" value={carried} />
            </tr>
            {rows.map((row) => (
              <tr key={row.tradeId} data-row={`trade:${row.tradeId}`}>
                <th scope="row">{row.tradeId}</th>
                <td>{row.time.slice(0, 19).replace("T", " ")}</td>
                <td>{row.book}</td>
                <td>{row.symbol}</td>
                <AmountCell name="position" value={row.position} />
                <TextCell text={formatWeight(weight)} />
                <AmountCell name="expected" value={times(row.position)} />
                <AmountCell
                  name="carried"
                  value={direct ? row.position : row.carried}
                />
              </tr>
            ))}
            {pages.error !== null && (
              <NoticeRow columns={8} level={0}>
                <ErrorNotice onRetry={() => void pages.refetch()}>
                  {errorText(pages.error)}
                </ErrorNotice>
              </NoticeRow>
            )}
            {isCancelled(pages) && (
              <NoticeRow columns={8} level={0}>
                <ErrorNotice onRetry={() => void pages.refetch()}>
                  cancelled
                </ErrorNotice>
              </NoticeRow>
            )}
            {pages.isPending && !isCancelled(pages) && (
              <NoticeRow columns={8} level={0}>
                <span
                  className="lt-skeleton"
                  role="status"
                  aria-label="Loading"
                />
              </NoticeRow>
            )}
            {pages.hasNextPage && (
              <NoticeRow columns={8} level={0}>
                {`First ${formatCount(rows.length)}${trades == null ? "" : ` of ${formatCount(trades)}`}; the line above counts all. `}
                <Button
                  size="compact-xs"
                  variant="default"
                  loading={pages.isFetchingNextPage}
                  onClick={() =>
                    void pages
                      .fetchNextPage()
                      .then(() => heading.current?.focus())
                  }
                >
                  Load more
                </Button>
              </NoticeRow>
            )}
          </tbody>
        </table>
      </div>
      {carried !== undefined && !direct && times(position) !== null && (
        <p className="lt-footnote" data-fact="reconciled">
          {`Position × weight ${formatAmount(times(position), format)}, exposure in the data ${formatAmount(carried, format)}, rounding ${formatAmount((times(position) ?? 0) - carried, { format: "number_2", currency: undefined })}.`}
        </p>
      )}
    </section>
  );
}
