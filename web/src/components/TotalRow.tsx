import { Button } from "@mantine/core";
import { type Load, valuesOf } from "../pivot/assemble.ts";
import type { PivotPlan } from "../pivot/query-plan.ts";
import { TOTAL_KEY } from "../pivot/tree-keys.ts";
import { AnswerBadge } from "./AnswerBadge.tsx";
import { NumberCell } from "./NumberCell.tsx";

interface Props {
  plan: PivotPlan;
  total: Load;
  tabStop: boolean;
  onRetry: () => void;
}

/** The grand total: a query of its own, in sight while the rows scroll. */
export function TotalRow({ plan, total, tabStop, onRetry }: Props) {
  const row = total.answer?.rows[0];
  const values =
    row === undefined && total.answer !== undefined
      ? // No row is an answer too: there is nothing to add up.
        new Map(plan.measures.map(({ member }) => [member, null]))
      : row && valuesOf(plan, row);
  return (
    <tr
      role="row"
      className="total-row"
      data-row-key={TOTAL_KEY}
      data-stale={total.stale || undefined}
      tabIndex={tabStop ? 0 : -1}
      aria-level={1}
    >
      <th role="rowheader" scope="row" className="label-cell">
        <span className="label">
          <span className="label-text">Grand total</span>
        </span>
      </th>
      {total.error === undefined ? (
        <>
          {plan.measures.map((measure) => (
            <NumberCell
              key={measure.member}
              measure={measure}
              value={values?.get(measure.member)}
            />
          ))}
          <td role="gridcell" className="answer-cell">
            {total.answer !== undefined && !total.stale && (
              <AnswerBadge answer={total.answer} />
            )}
          </td>
        </>
      ) : (
        <td
          role="gridcell"
          className="notice-cell"
          colSpan={plan.measures.length + 1}
        >
          <span className="error-text">{total.error.message}</span>
          <Button size="compact-xs" variant="default" onClick={onRetry}>
            Retry
          </Button>
        </td>
      )}
    </tr>
  );
}
