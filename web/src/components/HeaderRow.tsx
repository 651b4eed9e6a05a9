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
          title="Sort by name"
          onClick={() => onSort(null)}
          disabled={sort === undefined}
        >
          <span className="truncate">
            {plan.hierarchy.levels.map(({ title }) => title).join(" › ")}
          </span>
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
