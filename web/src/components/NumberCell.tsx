import type { Measure } from "../pivot/fields.ts";
import { formatMeasure } from "../pivot/format.ts";

interface Props {
  measure: Measure;
  /** undefined = not loaded yet. */
  value: number | null | undefined;
}

export function NumberCell({ measure, value }: Props) {
  if (value === undefined) {
    return (
      <td role="gridcell" className="number-cell">
        <span className="skeleton" />
      </td>
    );
  }
  const text = formatMeasure(value, measure);
  return (
    <td
      role="gridcell"
      className="number-cell"
      data-measure={measure.name}
      data-negative={/^[−-]/.test(text) || undefined}
    >
      {text}
    </td>
  );
}
