import { formatUnit } from "../pivot/format.ts";
import type { Measure } from "../pivot/fields.ts";
import type { PivotPlan } from "../pivot/query-plan.ts";

interface Props {
  plan: PivotPlan;
  onSort: (measure: string | null) => void;
}

const ARROWS = { ascending: "▲", descending: "▼", none: "" };

export function HeaderRow({ plan, onSort }: Props) {
  const { sort } = plan;
  const path = plan.hierarchy.levels.map(({ title }) => title).join(" › ");
  const direction = (measure: Measure) =>
    sort?.member !== measure.member
      ? "none"
      : sort.descending
        ? "descending"
        : "ascending";
  return (
    <tr>
      <th
        scope="col"
        className="label-cell"
        aria-sort={sort === undefined ? "ascending" : "none"}
      >
        <button
          type="button"
          className="sort-button"
          title={`${path}: sort by name`}
          onClick={() => onSort(null)}
          disabled={sort === undefined}
        >
          <span className="truncate">{path}</span>
        </button>
      </th>
      {plan.measures.map((measure) => {
        const order = direction(measure);
        const unit = formatUnit(measure);
        return (
          <th
            key={measure.member}
            scope="col"
            className="number-cell"
            aria-sort={order}
          >
            <button
              type="button"
              className="sort-button"
              title={measure.description}
              onClick={() => onSort(measure.name)}
            >
              <span className="sort-arrow" aria-hidden>
                {ARROWS[order]}
              </span>
              {measure.title}
              {unit !== "" && <span className="unit">{unit}</span>}
            </button>
          </th>
        );
      })}
      <th scope="col" className="answer-cell">
        Source
      </th>
    </tr>
  );
}
