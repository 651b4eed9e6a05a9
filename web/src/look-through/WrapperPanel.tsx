import { SegmentedControl, Select } from "@mantine/core";
import { keyOf, numberOf, type Row } from "../pivot/answer.ts";
import { formatDay } from "../pivot/format.ts";
import { AmountCell, TextCell } from "./Figure.tsx";
import { formatAmount, formatWeight } from "./figures.ts";
import type { WrapperPosition } from "./holdings.ts";
import { trade } from "./members.ts";
import { nestedHoldings } from "./nested.ts";
import { ErrorNotice, LoadRow } from "./Notices.tsx";
import { usePage } from "./page-context.ts";
import { carriedByQuery, directHoldingsQuery } from "./queries.ts";
import { DEPTHS } from "./state.ts";
import { useLoad } from "./use-load.ts";

interface Props {
  /** Wrappers in the selection; undefined = not loaded yet. */
  positions: readonly WrapperPosition[] | undefined;
}

const byHolding = (rows: readonly Row[] | undefined, member: string) =>
  rows &&
  new Map(
    rows.map((row) => [
      keyOf(row, trade("underlying_symbol")) ?? "",
      numberOf(row, member) ?? 0,
    ]),
  );

/** The reverse view: what one wrapper holds, and what of it we hold anyway. */
export function WrapperPanel({ positions }: Props) {
  const { state, change, plan, weights, format } = usePage();
  const symbols = [
    ...new Set([
      ...(positions ?? []).map(({ symbol }) => symbol),
      ...weights.byWrapper.keys(),
    ]),
  ].sort();
  const largest = (positions ?? []).toSorted(
    (a, b) => Math.abs(b.position) - Math.abs(a.position),
  )[0]?.symbol;
  const chosen = state.wrapper ?? largest ?? symbols[0];
  const own = weights.byWrapper.get(chosen ?? "");
  const position = positions?.find(({ symbol }) => symbol === chosen);
  const amount =
    positions === undefined ? undefined : (position?.position ?? 0);
  const { holdings, cycles } = nestedHoldings(
    chosen ?? "",
    weights.byWrapper,
    state.depth,
  );
  const carried = useLoad(
    chosen === undefined ? undefined : carriedByQuery(plan, chosen),
  );
  const keys = holdings.map(({ holding }) => holding);
  const directly = useLoad(
    keys.length === 0 ? undefined : directHoldingsQuery(plan, keys),
  );
  const carriedOf = byHolding(carried.rows, plan.measures.via);
  const directOf = byHolding(directly.rows, plan.measures.total);
  const others = (holding: string) =>
    [...weights.byWrapper.values()].filter(
      (item) =>
        item.wrapper !== chosen &&
        item.holdings.some((one) => one.holding === holding),
    );
  const stale = weights.stale.some(({ wrapper }) => wrapper === chosen);

  if (symbols.length === 0) {
    return (
      <p className="lt-loading">
        {weights.error === undefined && weights.loaded
          ? "There is no wrapper with weights on this day."
          : "Reading the weights…"}
      </p>
    );
  }
  return (
    <>
      <div className="lt-tools">
        <Select
          className="lt-control lt-narrow"
          label="Wrapper"
          size="xs"
          searchable
          allowDeselect={false}
          value={chosen ?? null}
          data={symbols}
          onChange={(wrapper) => change({ wrapper })}
        />
        <div className="lt-control lt-fitting">
          <SegmentedControl
            aria-label="Depth"
            className="lt-switch"
            fullWidth
            size="xs"
            value={state.depth}
            data={DEPTHS.map((depth) => ({
              value: depth,
              label: depth === "one" ? "Own holdings" : "All levels",
            }))}
            onChange={(depth) => change({ depth })}
          />
        </div>
        {position !== undefined && chosen !== undefined && (
          <button
            type="button"
            className="lt-link"
            onClick={() =>
              change({ drill: { row: undefined, carrier: chosen } })
            }
          >
            {`Trades in ${chosen}`}
          </button>
        )}
      </div>
      <dl className="lt-facts">
        <div>
          <dt>Our position</dt>
          <dd data-fact="position">{formatAmount(amount, format)}</dd>
        </div>
        <div>
          <dt>Carried</dt>
          <dd data-fact="carried">
            {formatAmount(position?.via ?? 0, format)}
          </dd>
        </div>
        <div>
          <dt>Unmapped</dt>
          <dd data-fact="unmapped">
            {formatAmount(position?.unmapped ?? 0, format)}
          </dd>
        </div>
        <div>
          <dt>Sum of weights</dt>
          <dd data-fact="weights">
            {weights.truncated ? "–" : formatWeight(own?.sum)}
          </dd>
        </div>
        <div>
          <dt>Weights as of</dt>
          <dd>
            {own === undefined ? "–" : formatDay(own.effective)}{" "}
            {stale && (
              <span className="lt-badge" data-tone="warning">
                stale
              </span>
            )}
          </dd>
        </div>
      </dl>
      {position === undefined && positions !== undefined && (
        <p className="lt-banner" data-tone="info">
          {`${chosen ?? ""} was not traded in this selection: these are its weights alone.`}
        </p>
      )}
      {cycles.length > 0 && (
        <p className="lt-banner" data-tone="warning" role="status">
          {`Wrappers that hold each other are opened once: ${cycles.map((path) => path.join(" › ")).join("; ")}.`}
        </p>
      )}
      <div className="lt-table-frame">
        <table className="lt-table" data-panel="wrapper">
          <caption className="lt-visually-hidden">{`Holdings of ${chosen ?? ""}`}</caption>
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
            {holdings.map((item) => {
              const nested = item.paths.some((path) => path.length > 1);
              const exposure = carriedOf && (carriedOf.get(item.holding) ?? 0);
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
                      amount === undefined ? undefined : amount * item.weight
                    }
                  />
                  <AmountCell name="carried" value={exposure} />
                  <AmountCell name="direct" value={direct} />
                  <AmountCell
                    name="together"
                    value={
                      exposure === undefined || direct === undefined
                        ? undefined
                        : exposure + direct
                    }
                  />
                  <td>
                    {others(item.holding).map(({ wrapper }) => (
                      <button
                        key={wrapper}
                        type="button"
                        className="lt-link"
                        aria-label={`Overlap of ${chosen ?? ""} and ${wrapper}`}
                        onClick={() =>
                          change({
                            tab: "overlap",
                            wrapper: chosen ?? null,
                            other: wrapper,
                          })
                        }
                      >
                        {wrapper}
                      </button>
                    ))}
                  </td>
                </tr>
              );
            })}
            {holdings.length === 0 && (
              <tr className="lt-notice-row">
                <td colSpan={7}>
                  {`No weights of ${chosen ?? ""} on ${formatDay(weights.day)}.`}
                </td>
              </tr>
            )}
            {(carried.error !== undefined || carried.truncated) && (
              <LoadRow load={carried} columns={7} level={0} empty="" />
            )}
          </tbody>
        </table>
      </div>
      {directly.error !== undefined && (
        <ErrorNotice onRetry={directly.retry}>{directly.error}</ErrorNotice>
      )}
    </>
  );
}
