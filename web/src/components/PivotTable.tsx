import { type KeyboardEvent, useRef, useState } from "react";
import type { Load, TreeRow } from "../pivot/assemble.ts";
import { formatCount, formatLabel } from "../pivot/format.ts";
import { encodePath, type MemberPath } from "../pivot/member-path.ts";
import type { PivotPlan } from "../pivot/query-plan.ts";
import { TOTAL_KEY, treeAction } from "../pivot/tree-keys.ts";
import { HeaderRow } from "./HeaderRow.tsx";
import { MemberRow } from "./MemberRow.tsx";
import { NoticeRow } from "./NoticeRow.tsx";
import { TotalRow } from "./TotalRow.tsx";

interface Props {
  plan: PivotPlan;
  rows: TreeRow[];
  total: Load;
  onToggle: (path: MemberPath) => void;
  onSort: (measure: string | null) => void;
  onRetry: (key: string, page: number) => void;
  onRetryTotal: () => void;
  onLoadMore: (path: MemberPath) => void;
}

/** What a screen reader hears after a row was opened or closed. */
const announce = (rows: TreeRow[], key: string): string => {
  const row = rows.find((item) => item.key === key);
  if (row?.kind !== "member") return "";
  const name = `${row.levelField.title} ${formatLabel(row.label)}`;
  if (!row.expanded) return `${name} collapsed`;
  return row.children === undefined
    ? `${name} loading`
    : `${name} expanded, ${formatCount(row.children.rows.length)} rows`;
};

export function PivotTable(props: Props) {
  const { plan, rows, total, onToggle } = props;
  const table = useRef<HTMLTableElement>(null);
  const [focused, setFocused] = useState(TOTAL_KEY);
  const [toggled, setToggled] = useState("");
  // A row that went away passes its place in the tab order to the total.
  const tabStop = rows.some(({ key }) => key === focused) ? focused : TOTAL_KEY;

  const toggle = (path: MemberPath) => {
    setFocused(encodePath(path));
    setToggled(encodePath(path));
    onToggle(path);
  };

  const activate = (key: string) => {
    if (key === TOTAL_KEY) {
      props.onRetryTotal();
      return;
    }
    const row = rows.find((item) => item.key === key);
    if (row?.kind === "error") props.onRetry(encodePath(row.parent), row.page);
    if (row?.kind === "more" && !row.loading) props.onLoadMore(row.parent);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    const target = event.target as HTMLElement;
    const current = target.dataset["rowKey"];
    // Keys on a button inside a row belong to the button.
    if (current === undefined || event.ctrlKey || event.metaKey) return;
    const action = treeAction(rows, current, event.key);
    if (action === undefined) return;
    event.preventDefault();
    if (action.kind === "toggle") toggle(action.path);
    else if (action.kind === "activate") activate(action.key);
    else {
      setFocused(action.key);
      const selector = `[data-row-key="${CSS.escape(action.key)}"]`;
      table.current?.querySelector<HTMLElement>(selector)?.focus();
    }
  };

  return (
    <div className="pivot-scroll">
      <table
        ref={table}
        role="treegrid"
        aria-label={`${plan.hierarchy.title} by ${plan.measures.map(({ title }) => title).join(", ")}`}
        className="pivot"
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          const row = (event.target as HTMLElement).closest("tr");
          const key = row?.dataset["rowKey"];
          if (key !== undefined) setFocused(key);
        }}
      >
        <thead>
          <HeaderRow plan={plan} onSort={props.onSort} />
          <TotalRow
            plan={plan}
            total={total}
            tabStop={tabStop === TOTAL_KEY}
            onRetry={props.onRetryTotal}
          />
        </thead>
        <tbody>
          {rows.map((row) =>
            row.kind === "member" ? (
              <MemberRow
                key={row.key}
                row={row}
                measures={plan.measures}
                tabStop={tabStop === row.key}
                onToggle={toggle}
              />
            ) : (
              <NoticeRow
                key={row.key}
                row={row}
                measures={plan.measures}
                tabStop={tabStop === row.key}
                onActivate={activate}
              />
            ),
          )}
        </tbody>
      </table>
      <div className="visually-hidden" aria-live="polite">
        {announce(rows, toggled)}
      </div>
    </div>
  );
}
