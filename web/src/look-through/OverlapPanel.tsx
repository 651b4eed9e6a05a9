import { Select } from "@mantine/core";
import type { CSSProperties } from "react";
import { TextCell } from "./Figure.tsx";
import { formatShare, formatWeight } from "./figures.ts";
import type { WrapperPosition } from "./holdings.ts";
import { overlapMatrix, sharedHoldings, sharedWeight } from "./overlap.ts";
import { usePage } from "./page-context.ts";

/** More wrappers than this make no readable matrix. */
const MATRIX_SIZE = 20;

interface Props {
  /** Wrappers in the selection; undefined = not loaded yet. */
  positions: readonly WrapperPosition[] | undefined;
}

/** How much of two wrappers is the same. */
export function OverlapPanel({ positions }: Props) {
  const { state, change, weights } = usePage();
  const known = [...weights.byWrapper.keys()].sort();
  const largestFirst = (positions ?? [])
    .toSorted((a, b) => Math.abs(b.position) - Math.abs(a.position))
    .map(({ symbol }) => symbol)
    .filter((symbol) => weights.byWrapper.has(symbol));
  const ranked = [...new Set([...largestFirst, ...known])];
  const symbols = ranked.slice(0, MATRIX_SIZE).sort();
  const matrix = overlapMatrix(symbols, weights.byWrapper);

  if (weights.truncated) {
    return (
      <p className="lt-loading">
        Not all weights were read, so that an overlap would be too small.
      </p>
    );
  }
  if (known.length < 2) {
    return (
      <p className="lt-loading">
        {weights.loaded
          ? "An overlap needs two wrappers with weights on this day."
          : "Reading the weights…"}
      </p>
    );
  }

  // The pair that shares most is the one worth a look.
  const pairs = symbols.flatMap((left, row) =>
    symbols.slice(row + 1).map((right, offset) => ({
      left,
      right,
      shared: matrix[row]?.[row + 1 + offset] ?? 0,
    })),
  );
  const most = pairs.toSorted((a, b) => b.shared - a.shared)[0];
  const left = state.wrapper ?? most?.left ?? "";
  const right =
    state.other ??
    pairs
      .filter((pair) => pair.left === left || pair.right === left)
      .toSorted((a, b) => b.shared - a.shared)
      .map((pair) => (pair.left === left ? pair.right : pair.left))[0] ??
    "";
  const [a, b] = [weights.byWrapper.get(left), weights.byWrapper.get(right)];
  const shared = sharedWeight(a, b);

  return (
    <>
      <p className="lt-footnote">
        Shared weight: for each holding the smaller of the two weights, summed.
        The diagonal is each wrapper’s own sum of weights.
        {ranked.length > MATRIX_SIZE &&
          ` The ${MATRIX_SIZE} largest of ${ranked.length} wrappers are shown.`}
      </p>
      <div className="lt-table-frame">
        <table className="lt-table lt-matrix" data-panel="overlap">
          <caption className="visually-hidden">
            Shared weight of each pair of wrappers
          </caption>
          <thead>
            <tr>
              <th scope="col" className="lt-name">
                Wrapper
              </th>
              {symbols.map((symbol) => (
                <th key={symbol} scope="col" className="lt-number">
                  {symbol}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {symbols.map((row, y) => (
              <tr key={row}>
                <th scope="row">{row}</th>
                {symbols.map((column, x) => {
                  const value = matrix[y]?.[x] ?? 0;
                  const chosen =
                    (row === left && column === right) ||
                    (row === right && column === left);
                  return (
                    <td
                      key={column}
                      className="lt-heat"
                      style={{ "--heat": value } as CSSProperties}
                      data-pair={`${row}/${column}`}
                      data-own={row === column || undefined}
                    >
                      {row === column ? (
                        formatShare(value)
                      ) : (
                        <button
                          type="button"
                          aria-pressed={chosen}
                          aria-label={`${row} and ${column} share ${formatShare(value)}`}
                          onClick={() =>
                            change({ wrapper: row, other: column })
                          }
                        >
                          {value === 0 ? "0" : formatShare(value)}
                        </button>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="lt-tools">
        <Select
          className="lt-control lt-narrow"
          label="First wrapper"
          size="xs"
          searchable
          allowDeselect={false}
          value={left}
          data={known}
          onChange={(wrapper) => change({ wrapper, other: right })}
        />
        <Select
          className="lt-control lt-narrow"
          label="Second wrapper"
          size="xs"
          searchable
          allowDeselect={false}
          value={right}
          data={known}
          onChange={(other) => change({ wrapper: left, other })}
        />
        <p className="lt-headline" data-fact="shared" role="status">
          {left === right
            ? "Choose two different wrappers."
            : `${left} and ${right} share ${formatWeight(shared)}: ${formatShare(a && shared / a.sum)} of what is known of ${left}, ${formatShare(b && shared / b.sum)} of ${right}`}
        </p>
      </div>
      {left !== right && (
        <div className="lt-table-frame">
          <table className="lt-table" data-panel="shared">
            <caption className="visually-hidden">{`Holdings of ${left} and ${right}`}</caption>
            <thead>
              <tr>
                <th scope="col" className="lt-name">
                  Holding
                </th>
                <th scope="col" className="lt-number">
                  {`Weight in ${left}`}
                </th>
                <th scope="col" className="lt-number">
                  {`Weight in ${right}`}
                </th>
                <th scope="col" className="lt-number">
                  Shared
                </th>
              </tr>
            </thead>
            <tbody>
              {sharedHoldings(a, b).map((item) => (
                <tr key={item.holding} data-row={`shared:${item.holding}`}>
                  <th scope="row">
                    <span className="lt-label">
                      <span className="lt-label-text">{item.holding}</span>
                      <span className="lt-label-level">{item.name}</span>
                    </span>
                  </th>
                  <TextCell text={formatWeight(item.left)} />
                  <TextCell text={formatWeight(item.right)} />
                  <TextCell
                    name="shared"
                    text={item.shared === 0 ? "" : formatWeight(item.shared)}
                  />
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
