import { canAddValue, isCompared } from "../../pivot/state/values.ts";
import type { Comparison } from "../../pivot/state/pivot-state.ts";
import {
  comparisonChoices,
  rangeTitle,
} from "../../pivot/state/trading-calendar.ts";
import { useExplorer } from "../explorer-context.ts";
import { Action } from "../parts/Action.tsx";
import { RangePicker } from "./DatesPanel.tsx";

/** The period to compare with, and the columns that show the comparison. */
export default function ComparisonPanel({ onClose }: { onClose: () => void }) {
  const { days, state, shown, plan, view, dispatch } = useExplorer();
  if (plan.dates === null) return null;
  const choose = (comparison: Comparison | null) =>
    dispatch({ type: "setComparison", comparison });
  const isShown = shown.values.some(({ figure }) => isCompared(figure));
  const addable = shown.values.filter(
    ({ measure, figure }) =>
      figure === "value" &&
      canAddValue(state, view, measure, "delta_percent") === true,
  );
  return (
    <div className="date-panel">
      <div className="date-choices">
        <Action
          checked={state.comparison === null}
          onClick={() => {
            choose(null);
            onClose();
          }}
        >
          No comparison
        </Action>
        {comparisonChoices(plan.dates, days).map(
          ({ value, title, range, refused }) => (
            <Action
              key={title}
              checked={state.comparison === value}
              note={rangeTitle(range)}
              refused={refused}
              onClick={() => choose(value)}
            >
              {title}
            </Action>
          ),
        )}
        {state.comparison !== null && !isShown && (
          <div className="panel-section">
            <p className="panel-note">No column shows the comparison yet.</p>
            <Action
              refused={
                addable.length === 0 ? "there is no plain value" : undefined
              }
              onClick={() => {
                for (const { measure } of addable) {
                  const place = state.values.findIndex(
                    (value) => value.measure === measure,
                  );
                  dispatch({
                    type: "addValue",
                    measure,
                    figure: "delta_percent",
                    // Those added before have moved it on.
                    index:
                      place +
                      1 +
                      addable.findIndex((value) => value.measure === measure),
                  });
                }
                onClose();
              }}
            >
              Add the change in % of each value
            </Action>
          </div>
        )}
      </div>
      <RangePicker
        label="Own range of days to compare with"
        range={plan.comparison}
        onChange={choose}
      />
    </div>
  );
}
