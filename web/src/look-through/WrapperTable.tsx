import { keyOf, numberOf, type Row } from "../pivot/answer.ts";
import { formatDay } from "../pivot/format.ts";
import { AmountCell, TextCell } from "./Figure.tsx";
import { formatWeight } from "./figures.ts";
import { trade } from "./members.ts";
import type { NestedHolding } from "./nested.ts";
import { ErrorNotice, LoadRow } from "./Notices.tsx";
import { usePage } from "./page-context.ts";
import { carriedByQuery, directHoldingsQuery } from "./row-queries.ts";
import { useLoad } from "./use-load.ts";

interface Props {
  wrapper: string;
  /** Our position in it; undefined = not loaded yet. */
  amount: number | undefined;
  /** What it holds by its weights. */
  holdings: readonly NestedHolding[];
}

/** A holding by weight, or one that trades carry though it has no weight now. */
type HoldingRow = Omit<NestedHolding, "weight" | "sector"> & {
  weight: number | undefined;
};

const byHolding = (rows: readonly Row[] | undefined, member: string) =>
  rows &&
  new Map(
    rows.map((row) => [
      keyOf(row, trade("underlying_symbol")) ?? "",
      numberOf(row, member) ?? 0,
    ]),
  );

/** Each holding of a wrapper: weight, exposure carried, what we hold directly. */
export function WrapperTable({ wrapper, amount, holdings }: Props) {
  const { change, plan, weights } = usePage();
  const carried = useLoad(carriedByQuery(plan, wrapper));
  const carriedOf = byHolding(carried.rows, plan.measures.via);
  const weighed = new Set(holdings.map(({ holding }) => holding));
  const rows: HoldingRow[] = [
    ...holdings,
    ...[...(carriedOf?.keys() ?? [])]
      .filter((holding) => !weighed.has(holding))
      .map((holding) => ({ holding, name: "", weight: undefined, paths: [] })),
  ];
  const keys = rows.map(({ holding }) => holding);
  const directly = useLoad(
    keys.length === 0 ? undefined : directHoldingsQuery(plan, keys),
  );
  const directOf = byHolding(directly.rows, plan.measures.total);
  const others = (holding: string) =>
    [...weights.byWrapper.values()].filter(
      (item) =>
        item.wrapper !== wrapper &&
        item.holdings.some((one) => one.holding === holding),
    );

  return (
    <>
      <div className="lt-table-frame">
        <table className="lt-table" data-panel="wrapper">
          <caption className="visually-hidden">{`Holdings of ${wrapper}`}</caption>
          <thead>
            <tr>
              <th scope="col" className="lt-name">
                Holding
              </th>
              <th scope="col" className="lt-number">
                Weight
              </th>
              <th
                scope="col"
                className="lt-number"
                title="Our position times the weight"
              >
                Position × weight
              </th>
              <th
                scope="col"
                className="lt-number"
                title="From the constituent rows of our trades"
              >
                Carried
              </th>
              <th scope="col" className="lt-number">
                Our direct holding
              </th>
              <th
                scope="col"
                className="lt-number"
                title="Direct holding plus what this wrapper carries"
              >
                Together
              </th>
              <th scope="col" className="lt-name">
                Also in
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((item) => {
              const nested = item.paths.some((path) => path.length > 1);
              const exposure =
                carriedOf &&
                (carriedOf.get(item.holding) ?? (nested ? null : 0));
              const direct = directOf && (directOf.get(item.holding) ?? 0);
              return (
                <tr key={item.holding} data-row={`holding:${item.holding}`}>
                  <th scope="row">
                    <span className="lt-label">
                      <span className="lt-label-text">{item.holding}</span>
                      <span className="lt-label-level">{item.name}</span>
                      {nested && (
                        <span
                          className="lt-badge"
                          title={item.paths
                            .map((path) => path.join(" › "))
                            .join("; ")}
                        >
                          nested
                        </span>
                      )}
                    </span>
                  </th>
                  <TextCell name="weight" text={formatWeight(item.weight)} />
                  <AmountCell
                    name="expected"
                    value={
                      item.weight === undefined
                        ? null
                        : amount && amount * item.weight
                    }
                  />
                  <AmountCell name="carried" value={exposure} />
                  <AmountCell name="direct" value={direct} />
                  <AmountCell
                    name="together"
                    value={
                      exposure === undefined || direct === undefined
                        ? undefined
                        : (exposure ?? 0) + direct
                    }
                  />
                  <td>
                    {others(item.holding).map(({ wrapper: other }) => (
                      <button
                        key={other}
                        type="button"
                        className="lt-link"
                        aria-label={`Overlap of ${wrapper} and ${other}`}
                        onClick={() =>
                          change({
                            tab: "overlap",
                            wrapper: wrapper,
                            other,
                          })
                        }
                      >
                        {other}
                      </button>
                    ))}
                  </td>
                </tr>
              );
            })}
            {rows.length === 0 && (
              <tr className="lt-notice-row">
                <td colSpan={7}>
                  {`No weights of ${wrapper} on ${formatDay(weights.day)}.`}
                </td>
              </tr>
            )}
            {(carried.error !== undefined || carried.truncated) && (
              <LoadRow load={carried} columns={7} level={0} empty="" />
            )}
          </tbody>
        </table>
      </div>
      {rows.some(({ paths }) => paths.some((path) => path.length > 1)) && (
        <p className="lt-footnote">
          Trades carry one level of holdings. What lies deeper has a weight, and
          no exposure of its own in the data.
        </p>
      )}
      {directly.error !== undefined && (
        <ErrorNotice onRetry={directly.retry}>{directly.error}</ErrorNotice>
      )}
    </>
  );
}
