import type { Measure } from "../../model/view.ts";
import { formatMeasure } from "../../pivot/format.ts";
import { isSameSum } from "./drill-query.ts";

interface Props {
  measure: Measure;
  /** Of all rows, asked from the facts; undefined = not known yet. */
  sum: number | null | undefined;
  cell: number | null | undefined;
  loaded: boolean;
}

/** Whether the rows add up to the cell. */
export function Reconciliation({ measure, sum, cell, loaded }: Props) {
  if (!measure.additive) {
    return (
      <div className="drawer-note">
        <p>
          {`${measure.title} does not add up: the cell is worked out over all rows together.`}
        </p>
      </div>
    );
  }
  const text = (value: number | null) => formatMeasure(value, measure);
  if (sum === undefined) {
    return (
      <div className="drawer-note">
        <p>{loaded ? "Adding up all rows…" : " "}</p>
      </div>
    );
  }
  if (cell === undefined) {
    return (
      <div className="drawer-note">
        <p>{`All rows add up to ${text(sum)}.`}</p>
      </div>
    );
  }
  const difference = (sum ?? 0) - (cell ?? 0);
  const equal = isSameSum(sum ?? 0, cell ?? 0);
  return (
    <div className="drawer-note">
      <p data-equal={equal} role={equal ? undefined : "alert"}>
        {equal
          ? `Sum of rows ${text(sum ?? 0)} = cell`
          : `Sum of rows ${text(sum ?? 0)}, cell ${text(cell ?? 0)}: they differ by ${text(difference)}. Data may have arrived in between: refresh.`}
      </p>
    </div>
  );
}
