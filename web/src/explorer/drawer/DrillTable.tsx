import { Button } from "@mantine/core";
import { numberOf, type Row } from "../../pivot/answer.ts";
import { formatCount } from "../../pivot/format.ts";
import { PAGE_ROWS } from "./drill-query.ts";
import { type DrillColumn, drillText } from "./drill-text.ts";
import type { DrillRows } from "./use-drill.ts";

interface Props {
  columns: readonly DrillColumn[];
  load: DrillRows;
}

const isNegative = (row: Row, column: DrillColumn) =>
  column.kind !== "label" && (numberOf(row, column.member) ?? 0) < 0;

/** Amounts stand right; the measure stays in sight beside them. */
const cellMarks = ({ kind }: DrillColumn) => ({
  "data-numeric": kind !== "label" || undefined,
  "data-pinned": kind === "measure" || undefined,
});

/** Single rows, as many as have been loaded. */
export function DrillTable({ columns, load }: Props) {
  const { rows, count } = load;
  if (rows.length === 0) {
    return <p className="drawer-note">No rows: nothing was traded here.</p>;
  }
  const rest = count === undefined ? undefined : count - rows.length;
  return (
    <div className="drawer-table" role="region" aria-label="Rows" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.member} scope="col" {...cellMarks(column)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {columns.map((column) => (
                <td
                  key={column.member}
                  data-member={column.member}
                  {...cellMarks(column)}
                  data-negative={isNegative(row, column) || undefined}
                >
                  {drillText(row, column)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {load.more && (
        <div className="drawer-more">
          <Button
            size="compact-xs"
            variant="default"
            loading={load.loadingMore}
            onClick={load.loadMore}
          >
            {`Load ${formatCount(Math.min(PAGE_ROWS, rest ?? PAGE_ROWS))} more`}
          </Button>
        </div>
      )}
    </div>
  );
}
