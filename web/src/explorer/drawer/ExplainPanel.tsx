import { Button } from "@mantine/core";
import { hashKey } from "@tanstack/react-query";
import { loadKey } from "../../api/query-key.ts";
import type { Question } from "../../pivot/grid/ask.ts";
import { formatMilliseconds } from "../../pivot/format.ts";
import { type AxisNode, TOTAL_NODE } from "../../pivot/grid/nodes.ts";
import { formatFigure, valueTitle } from "../grid/cell-format.ts";
import type { ValueColumn } from "../grid/columns.ts";
import type { CellTarget } from "../grid/use-grid-input.ts";
import type { Cell, Grid } from "../../pivot/grid/grid.ts";
import { describeView } from "../export/describe-view.ts";
import { useExplorer } from "../explorer-context.ts";
import { unitText } from "../unit-text.ts";
import { useAsked } from "../use-asked.ts";
import { useCurrencies } from "../use-currencies.ts";
import { questionTitle, sourceText } from "./ask-text.ts";
import {
  additivityText,
  exactText,
  FORMULAS,
  modeText,
} from "./explain-text.ts";
import { placeText, targetTitle } from "./target-title.ts";

/** The cell that a share is a share of; undefined = the figure is no share. */
function wholeOf(
  grid: Grid,
  row: AxisNode,
  { node, value }: ValueColumn,
): Cell | undefined {
  const whole = (at: AxisNode, across: AxisNode) =>
    grid.cell(at, across, { ...value, figure: "value" });
  const { figure } = value;
  if (figure === "percent_of_parent")
    return whole(row.parent ?? TOTAL_NODE, node);
  if (figure === "percent_of_row") return whole(row, TOTAL_NODE);
  if (figure === "percent_of_column") return whole(TOTAL_NODE, node);
  return figure === "percent_of_total"
    ? whole(TOTAL_NODE, TOTAL_NODE)
    : undefined;
}

const isSame = (one: Question, other: Question) =>
  hashKey(loadKey(one.query)) === hashKey(loadKey(other.query));

/** What a cell means, what went into it, and who answered. */
export function ExplainPanel({ target }: { target: CellTarget }) {
  const explorer = useExplorer();
  const { answers, grid, openDrawer } = explorer;
  const asked = useAsked(answers);
  const currencies = useCurrencies(explorer.view, true);
  const { row, column } = target;
  if (column === undefined) {
    return <p className="drawer-note">A name of a row is no figure.</p>;
  }
  if (!grid.shows(row, column.node)) {
    return (
      <p className="drawer-note" role="status">
        {`The view has changed: ${targetTitle(target)} is not in it. Open its row and column again to see the figure.`}
      </p>
    );
  }
  const { value } = column;
  const { planned, figure } = value;
  const cell = grid.cell(row, column.node, value);
  const whole = wholeOf(grid, row, column);
  return (
    <div className="drawer-body">
      <h3>{planned.title}</h3>
      <p>{planned.description}</p>
      <p>{modeText(planned)}</p>
      <p>{additivityText(planned)}</p>
      <dl>
        <dt>Unit</dt>
        <dd>{unitText(planned, currencies) || "none"}</dd>
        <dt>Member</dt>
        <dd>
          <code>{planned.member}</code>
        </dd>
      </dl>
      <h3>Figure</h3>
      <p>{`${valueTitle(value)}: ${FORMULAS[figure]}`}</p>
      {value.unavailable !== "" && <p>{value.unavailable}</p>}
      <dl data-fact="values">
        <dt>Shown</dt>
        <dd>
          {cell.value === undefined
            ? "not known yet"
            : formatFigure(cell.value, value)}
        </dd>
        <dt>Value</dt>
        <dd>{exactText(cell.current)}</dd>
        {grid.plan.comparison !== null && (
          <>
            <dt>Compared period</dt>
            <dd>{exactText(cell.previous)}</dd>
          </>
        )}
        {whole !== undefined && (
          <>
            <dt>Whole</dt>
            <dd>{exactText(whole.value)}</dd>
          </>
        )}
      </dl>
      <h3>Which facts</h3>
      <dl>
        <dt>Row</dt>
        <dd>{placeText(row)}</dd>
        <dt>Column</dt>
        <dd>{placeText(column.node)}</dd>
        {describeView(explorer).map(([name, text]) => (
          <div key={name} className="drawer-pair">
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <h3>Queries</h3>
      <ul>
        {cell.questions.map((question, index) => {
          const answer = asked.find((item) => isSame(item.question, question))
            ?.load.answer;
          return (
            <li key={index}>
              {questionTitle(question)}
              {answer !== undefined &&
                `: ${sourceText(answer)}, ${formatMilliseconds(answer.milliseconds)}`}
            </li>
          );
        })}
      </ul>
      <p className="drawer-actions">
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => openDrawer({ kind: "drill", target })}
        >
          Show the trades
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => openDrawer({ kind: "inspector", target })}
        >
          Inspect the queries
        </Button>
      </p>
    </div>
  );
}
