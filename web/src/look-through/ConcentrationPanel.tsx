import type { CSSProperties } from "react";
import { formatCount } from "../pivot/format.ts";
import {
  concentration,
  ISSUER_ROWS,
  issuersQuery,
  TOP,
} from "./concentration.ts";
import { AmountCell, TextCell } from "./Figure.tsx";
import { formatShare } from "./figures.ts";
import { LoadRow, NoticeRow } from "./Notices.tsx";
import { NumberField } from "./NumberField.tsx";
import { usePage } from "./page-context.ts";
import { useLoad } from "./use-load.ts";

/** Who weighs too much, when all wrappers are looked through. */
export function ConcentrationPanel() {
  const { state, change, plan, total } = usePage();
  const highest = useLoad(issuersQuery(plan, "highest"));
  const lowest = useLoad(
    plan.measures.oneSigned ? undefined : issuersQuery(plan, "lowest"),
  );
  const result =
    highest.rows === undefined ||
    total === undefined ||
    (!plan.measures.oneSigned && lowest.rows === undefined)
      ? undefined
      : concentration(
          [...highest.rows, ...(lowest.rows ?? [])],
          plan.measures.held,
          total,
          state.limit / 100,
          highest.truncated,
        );
  const widest = result?.issuers[0]?.share ?? 0;
  const scale = Math.max(widest, state.limit / 100);

  return (
    <>
      <div className="lt-tools">
        <NumberField
          className="lt-control lt-limit"
          label="Issuer limit, % of total"
          min={0}
          max={1000}
          step={0.5}
          value={state.limit}
          onChange={(limit, visit) => change({ limit }, visit)}
        />
        {result !== undefined && (
          <>
            <p className="lt-headline" data-fact="top">
              {`Top ${TOP}: ${formatShare(result.topShare)} of the total`}
            </p>
            <p
              className="lt-headline"
              data-fact="breaches"
              data-alert={result.breaches > 0 || undefined}
              role="status"
            >
              {result.breaches === 0
                ? `No holding is above ${state.limit}%`
                : `${result.truncated ? "At least " : ""}${result.breaches} ${result.breaches === 1 ? "holding is" : "holdings are"} above ${state.limit}%`}
            </p>
          </>
        )}
      </div>
      {!plan.measures.oneSigned && (
        <p className="lt-footnote">
          Shares are of size, regardless of sign: a holding of −3% of the total
          counts as one of 3%. Amounts of both signs cancel in the total, so
          that shares of it can pass 100%. Gross, long or short exposure gives
          shares of a whole.
        </p>
      )}
      <div className="lt-table-frame">
        <table className="lt-table" data-panel="concentration">
          <caption className="visually-hidden">
            Issuers by size, breaches of the limit first
          </caption>
          <thead>
            <tr>
              <th scope="col" className="lt-name">
                Holding
              </th>
              <th scope="col" className="lt-number">
                Total
              </th>
              <th
                scope="col"
                className="lt-number"
                title="Size of the amount against the size of the total, regardless of sign"
              >
                {plan.measures.oneSigned ? "% of total" : "Size, % of total"}
              </th>
              <th scope="col" className="lt-name lt-bar-column">
                Against the limit
              </th>
              <th scope="col" className="lt-number" title="Limit minus share">
                Headroom
              </th>
            </tr>
          </thead>
          <tbody>
            {result?.issuers.map((issuer, index) => (
              <tr
                key={issuer.symbol}
                data-row={`issuer:${issuer.symbol}`}
                data-breach={issuer.breach || undefined}
                className={index === TOP - 1 ? "lt-top-edge" : undefined}
              >
                <th scope="row">
                  <span className="lt-label">
                    <span className="lt-rank">{index + 1}</span>
                    <span className="lt-label-text">{issuer.symbol}</span>
                    <span className="lt-label-level">{issuer.name}</span>
                    {!plan.measures.oneSigned && issuer.amount < 0 && (
                      <span className="lt-badge">
                        {state.basis === "pnl" ? "loss" : "short"}
                      </span>
                    )}
                    {issuer.breach && (
                      <span className="lt-badge" data-tone="error">
                        over the limit
                      </span>
                    )}
                  </span>
                </th>
                <AmountCell name="total" value={issuer.amount} />
                <TextCell name="share" text={formatShare(issuer.share)} />
                <td>
                  <span
                    className="lt-bar"
                    aria-hidden
                    style={
                      {
                        "--share": (issuer.share ?? 0) / scale,
                        "--limit": state.limit / 100 / scale,
                      } as CSSProperties
                    }
                  />
                </td>
                <TextCell
                  text={formatShare(
                    issuer.share === undefined
                      ? undefined
                      : state.limit / 100 - issuer.share,
                  )}
                />
              </tr>
            ))}
            {highest.truncated && (
              <NoticeRow columns={5} level={0}>
                {`The ${formatCount(ISSUER_ROWS)} largest${plan.measures.oneSigned ? "" : " of each sign"} are shown; the total counts all.`}
              </NoticeRow>
            )}
            {!highest.truncated && (
              <LoadRow
                load={highest}
                columns={5}
                level={0}
                empty="Nothing is held here."
              />
            )}
            {lowest.error !== undefined && (
              <LoadRow load={lowest} columns={5} level={0} empty="" />
            )}
          </tbody>
        </table>
      </div>
    </>
  );
}
