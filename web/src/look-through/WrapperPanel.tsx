import { SegmentedControl, Select } from "@mantine/core";
import { formatDay } from "../pivot/format.ts";
import { formatAmount, formatWeight } from "./figures.ts";
import type { WrapperPosition } from "./holdings.ts";
import { nestedHoldings } from "./nested.ts";
import { usePage } from "./page-context.ts";
import { DEPTHS } from "./state.ts";
import { WrapperTable } from "./WrapperTable.tsx";

interface Props {
  /** Wrappers in the selection; undefined = not loaded yet. */
  positions: readonly WrapperPosition[] | undefined;
}

/** The reverse view: what one wrapper holds, and what of it we hold anyway. */
export function WrapperPanel({ positions }: Props) {
  const { state, change, weights, format } = usePage();
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
      {chosen !== undefined && (
        <WrapperTable wrapper={chosen} amount={amount} holdings={holdings} />
      )}
    </>
  );
}
