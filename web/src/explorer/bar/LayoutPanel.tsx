import { SegmentedControl } from "@mantine/core";
import { AXES } from "../../pivot/state/view-fields.ts";
import { useExplorer } from "../explorer-context.ts";
import { Action } from "../parts/Action.tsx";
import { useExpansion } from "./use-expansion.ts";

/** How the grid is drawn, and how deep it is open. */
export default function LayoutPanel() {
  const { shown, plan, dispatch } = useExplorer();
  const { estimate, ask, confirm, cancel } = useExpansion();
  return (
    <>
      <div className="panel-section">
        <SegmentedControl
          size="xs"
          aria-label="Layout of the rows"
          value={shown.layout}
          data={[
            { value: "compact", label: "Compact" },
            { value: "tabular", label: "Tabular" },
          ]}
          onChange={(layout) => dispatch({ type: "setLayout", layout })}
        />
        <SegmentedControl
          size="xs"
          aria-label="Place of the grand total"
          value={shown.totals}
          data={[
            { value: "top", label: "Total on top" },
            { value: "bottom", label: "Total below" },
          ]}
          onChange={(totals) => dispatch({ type: "setTotals", totals })}
        />
      </div>
      {AXES.map(
        (axis) =>
          plan[axis].levels.length > 1 && (
            <div key={axis}>
              <div className="panel-title">{`Open ${axis} down to`}</div>
              {plan[axis].levels.map(({ dimension }, index) => (
                <Action
                  key={dimension.name}
                  onClick={() => void ask(axis, index + 1)}
                >
                  {dimension.title}
                </Action>
              ))}
            </div>
          ),
      )}
      {estimate !== undefined && (
        <div className="panel-section" role="alert">
          <p className="panel-note">{estimate.text}</p>
          {estimate.confirm && (
            <>
              <Action onClick={confirm}>Open them all</Action>
              <Action onClick={cancel}>Leave it</Action>
            </>
          )}
        </div>
      )}
    </>
  );
}
