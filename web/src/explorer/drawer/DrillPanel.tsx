import { Button, Loader, SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { errorText } from "../../api/client.ts";
import { formatCount, formatDay } from "../../pivot/format.ts";
import { TOTAL_NODE } from "../../pivot/grid/nodes.ts";
import { daysOf, type Period } from "../../pivot/plan/queries.ts";
import { isCompared } from "../../pivot/state/values.ts";
import { CopyButton } from "../../sql/CopyButton.tsx";
import { useExplorer } from "../explorer-context.ts";
import type { CellTarget } from "../grid/use-grid-input.ts";
import { pairText } from "../grid/pair-text.ts";
import { ColumnChooser } from "./ColumnChooser.tsx";
import { defaultColumns, type Drill } from "./drill-query.ts";
import { drillColumns, drillText, fitColumns } from "./drill-text.ts";
import { DrillTable } from "./DrillTable.tsx";
import { Reconciliation } from "./Reconciliation.tsx";
import { useDrill } from "./use-drill.ts";
import { useDrillFile } from "./use-drill-file.ts";
import { planKey } from "./plan-key.ts";

/** The rows of the facts behind a cell. */
export function DrillPanel({ target }: { target: CellTarget }) {
  const { grid, plan, view } = useExplorer();
  const value = target.column?.value ?? plan.values[0];
  // As it was opened: its row may not be in the view any more.
  const [opened] = useState({ plan, value });
  const isSame =
    planKey(plan) === planKey(opened.plan) &&
    grid.shows(target.row, target.column?.node ?? TOTAL_NODE);
  const [period, setPeriod] = useState<Period>("current");
  const [chosen, setChosen] = useState<readonly string[]>();
  const measure = opened.value?.planned;
  if (measure === undefined || opened.value === undefined) {
    return <p className="drawer-note">There is no measure to look behind.</p>;
  }
  const drill: Drill = {
    plan: opened.plan,
    row: target.row,
    column: target.column?.node ?? TOTAL_NODE,
    measure,
    period,
  };
  const cell = isSame
    ? grid.cell(drill.row, drill.column, opened.value)
    : undefined;
  const days = daysOf(opened.plan, period);
  const pairs = [drill.row, drill.column].flatMap(
    (node) => pairText(node) ?? [],
  );
  const names = chosen ?? defaultColumns(view, measure);
  return (
    <>
      {!isSame && (
        <p className="drawer-note" role="status">
          The view has changed: these are the rows of the cell as it was.
        </p>
      )}
      {opened.plan.comparison !== null && (
        <div className="drawer-bar">
          <SegmentedControl
            size="xs"
            aria-label="Period"
            value={period}
            onChange={(next) => setPeriod(next)}
            data={[
              { value: "current", label: "Shown period" },
              { value: "comparison", label: "Compared period" },
            ]}
          />
          {isCompared(opened.value.figure) && (
            <span className="drawer-hint">A change is made of both.</span>
          )}
          {pairs.map((text) => (
            <span key={text} className="drawer-hint">
              {text}
            </span>
          ))}
        </div>
      )}
      <DrillRowsPanel
        key={period}
        drill={drill}
        names={names}
        cell={period === "current" ? cell?.current : cell?.previous}
        days={days === null ? "" : days.map(formatDay).join(" to ")}
        onNames={setChosen}
      />
    </>
  );
}

interface RowsProps {
  drill: Drill;
  names: readonly string[];
  /** The measure's value in the grid; undefined = not known. */
  cell: number | null | undefined;
  days: string;
  onNames: (names: readonly string[]) => void;
}

function DrillRowsPanel({ drill, names, cell, days, onNames }: RowsProps) {
  const load = useDrill(drill, names);
  const file = useDrillFile();
  const columns = fitColumns(
    drillColumns(drill.plan.view, names, drill.measure),
    load.rows,
  );
  const copyText = () =>
    [
      columns.map(({ title }) => title),
      ...load.rows.map((row) => columns.map((item) => drillText(row, item))),
    ]
      .map((line) => line.join("\t"))
      .join("\n");
  return (
    <>
      <div className="drawer-bar">
        <span role="status">
          {load.pending
            ? "Loading rows…"
            : load.count === undefined
              ? `${formatCount(load.rows.length)} rows so far`
              : `${formatCount(load.rows.length)} of ${formatCount(load.count)} rows`}
        </span>
        <span className="grow">{days}</span>
        <ColumnChooser
          view={drill.plan.view}
          chosen={names}
          onChange={onNames}
        />
        <CopyButton text={copyText} label="Copy the rows shown" />
        {file.rows === undefined ? (
          <Button
            size="compact-xs"
            variant="default"
            aria-label="All rows as CSV"
            onClick={() => file.start(drill, names, columns)}
          >
            CSV
          </Button>
        ) : (
          <Button size="compact-xs" variant="default" onClick={file.cancel}>
            {`Cancel (${formatCount(file.rows)} rows)`}
          </Button>
        )}
      </div>
      {file.problem !== undefined && (
        <p className="drawer-alert" role="alert">
          {`No file was made: ${file.problem}`}
        </p>
      )}
      <Reconciliation
        measure={drill.measure}
        sum={load.sum}
        cell={cell}
        loaded={!load.pending}
      />
      {load.error !== null && (
        <p className="drawer-alert" role="alert">
          {`${errorText(load.error)} `}
          <Button size="compact-xs" variant="default" onClick={load.retry}>
            Retry
          </Button>
        </p>
      )}
      {load.pending && load.error === null && (
        <div className="drawer-waiting" aria-busy="true">
          <Loader size="sm" aria-label="Loading rows" />
        </div>
      )}
      {!load.pending && <DrillTable columns={columns} load={load} />}
    </>
  );
}
