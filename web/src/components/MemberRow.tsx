import type { CSSProperties } from "react";
import type { MemberRow as Row } from "../pivot/assemble.ts";
import type { Measure } from "../pivot/fields.ts";
import { formatLabel } from "../pivot/format.ts";
import type { MemberPath } from "../pivot/member-path.ts";
import { AnswerBadge } from "./AnswerBadge.tsx";
import { NumberCell } from "./NumberCell.tsx";

interface Props {
  row: Row;
  measures: Measure[];
  tabStop: boolean;
  onToggle: (path: MemberPath) => void;
}

export function MemberRow({ row, measures, tabStop, onToggle }: Props) {
  const label = formatLabel(row.label);
  const indent = { "--level": row.level } as CSSProperties;
  return (
    <tr
      role="row"
      data-row-key={row.key}
      data-stale={row.stale || undefined}
      data-expanded={row.expanded || undefined}
      tabIndex={tabStop ? 0 : -1}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-expanded={row.expandable ? row.expanded : undefined}
    >
      <th
        role="rowheader"
        scope="row"
        className="label-cell"
        style={indent}
        data-expandable={row.expandable || undefined}
        title={`${row.levelField.title} ${label}`}
        onClick={row.expandable ? () => onToggle(row.path) : undefined}
      >
        <span className="label">
          <span className="caret" aria-hidden>
            {row.expandable ? "▸" : ""}
          </span>
          <span className="label-text">{label}</span>
          <span className="label-level">{row.levelField.title}</span>
        </span>
      </th>
      {measures.map((measure) => (
        <NumberCell
          key={measure.member}
          measure={measure}
          value={row.values.get(measure.member)}
        />
      ))}
      <td role="gridcell" className="answer-cell">
        {row.children !== undefined && <AnswerBadge answer={row.children} />}
      </td>
    </tr>
  );
}
