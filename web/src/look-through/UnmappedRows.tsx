import { useState } from "react";
import { Expander } from "./Expander.tsx";
import { AmountCell, TextCell } from "./Figure.tsx";
import { formatShare, formatWeight } from "./figures.ts";
import { shareOf, type WrapperPosition } from "./holdings.ts";
import { LoadRow } from "./Notices.tsx";
import { usePage } from "./page-context.ts";
import type { Load } from "./use-load.ts";

interface Props {
  wrappers: Load;
  positions: readonly WrapperPosition[] | undefined;
  /** Of the whole selection, by a query of its own. */
  unmapped: number | undefined;
}

/** The residual: what the weights of each wrapper leave unexplained. */
export function UnmappedRows({ wrappers, positions, unmapped }: Props) {
  const { state, total, weights, change } = usePage();
  const [opened, setOpened] = useState(false);
  const open = opened || state.part === "unmapped";
  const largestFirst = (positions ?? []).toSorted(
    (a, b) => Math.abs(b.unmapped) - Math.abs(a.unmapped),
  );
  const sumText = (symbol: string) => {
    if (weights.truncated) return "–";
    const sum = weights.byWrapper.get(symbol)?.sum;
    return sum === undefined ? "no weights" : formatWeight(sum);
  };
  return (
    <tbody>
      <tr className="lt-residual" data-row="unmapped">
        <th scope="row">
          <Expander
            label="Unmapped"
            level={0}
            open={open}
            onToggle={() => {
              if (open && state.part === "unmapped") change({ part: "all" });
              setOpened(!open);
            }}
          />
        </th>
        <td />
        <td />
        <AmountCell name="total" value={unmapped} />
        <TextCell name="share" text={formatShare(shareOf(unmapped, total))} />
        <td colSpan={2} className="lt-carrier">
          cash and holdings without a weight
        </td>
      </tr>
      {open &&
        largestFirst.map(({ symbol, unmapped: rest }) => {
          const stale = weights.stale.some((item) => item.wrapper === symbol);
          return (
            <tr
              key={symbol}
              className="lt-child"
              data-row={`unmapped:${symbol}`}
            >
              <th scope="row">
                <span className="lt-label" data-level={1}>
                  <span className="lt-label-text">{symbol}</span>
                  {stale && (
                    <span className="lt-badge" data-tone="warning">
                      stale
                    </span>
                  )}
                  <button
                    type="button"
                    className="lt-link"
                    aria-label={`Look inside ${symbol}`}
                    onClick={() => change({ tab: "wrapper", wrapper: symbol })}
                  >
                    Look inside
                  </button>
                </span>
              </th>
              <td />
              <td />
              <AmountCell name="total" value={rest} />
              <TextCell text={formatShare(shareOf(rest, total))} />
              <TextCell
                name="weight-sum"
                text={sumText(symbol)}
                title="Sum of the weights"
              />
              <td className="lt-carrier">mapped by weights</td>
            </tr>
          );
        })}
      {open && (
        <LoadRow
          load={wrappers}
          columns={7}
          level={1}
          empty="There is no wrapper in this selection."
        />
      )}
    </tbody>
  );
}
