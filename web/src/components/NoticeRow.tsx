import { Button } from "@mantine/core";
import type { CSSProperties } from "react";
import type { ErrorRow, LoadingRow, MoreRow } from "../pivot/assemble.ts";
import type { Measure } from "../pivot/fields.ts";
import { formatCount } from "../pivot/format.ts";
import { PAGE_ROWS } from "../pivot/query-plan.ts";
import { NumberCell } from "./NumberCell.tsx";

interface Props {
  row: LoadingRow | ErrorRow | MoreRow;
  measures: Measure[];
  tabStop: boolean;
  onActivate: (key: string) => void;
}

const moreText = ({ shown, total }: MoreRow) =>
  `First ${formatCount(shown)}${total === undefined ? "" : ` of ${formatCount(total)}`}`;

/** A row that stands for rows not here: loading, failed, or past the page. */
export function NoticeRow({ row, measures, tabStop, onActivate }: Props) {
  const indent = { "--level": row.level } as CSSProperties;
  const common = {
    role: "row",
    "data-row-key": row.key,
    "data-kind": row.kind,
    tabIndex: tabStop ? 0 : -1,
    "aria-level": row.level,
  };
  if (row.kind === "loading") {
    return (
      <tr {...common} aria-busy="true">
        <th
          role="rowheader"
          scope="row"
          className="label-cell"
          style={indent}
          aria-label="Loading"
        >
          <span className="label">
            <span className="skeleton" />
          </span>
        </th>
        {measures.map((measure) => (
          <NumberCell
            key={measure.member}
            measure={measure}
            value={undefined}
          />
        ))}
        <td role="gridcell" className="answer-cell" />
      </tr>
    );
  }
  return (
    <tr {...common}>
      <td
        role="gridcell"
        className="notice-cell"
        style={indent}
        colSpan={measures.length + 2}
      >
        <span
          className="notice"
          role={row.kind === "error" ? "alert" : undefined}
        >
          {row.kind === "error" ? (
            <>
              <span className="error-text">{row.message}</span>
              <Button
                size="compact-xs"
                variant="default"
                onClick={() => onActivate(row.key)}
              >
                Retry
              </Button>
            </>
          ) : (
            <>
              <span>{moreText(row)}</span>
              <Button
                size="compact-xs"
                variant="default"
                loading={row.loading}
                onClick={() => onActivate(row.key)}
              >
                {`Load ${PAGE_ROWS} more`}
              </Button>
            </>
          )}
        </span>
      </td>
    </tr>
  );
}
