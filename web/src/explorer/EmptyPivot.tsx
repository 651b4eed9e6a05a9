import { Button } from "@mantine/core";
import { formatDay } from "../pivot/format.ts";
import { useExplorer } from "./explorer-context.ts";
import { filterText } from "./shelf/filter-text.ts";

/** Says which choices leave nothing to show, and lifts them one by one. */
export function EmptyPivot() {
  const { plan, shown, state, view, dispatch } = useExplorer();
  if (plan.values.length === 0) {
    const { hidden } = plan;
    return (
      <div className="page-message" role="status">
        <h2>No measure to show</h2>
        <p>
          {hidden.length === 0
            ? "Add a measure to the values."
            : `${hidden.map(({ title }) => title).join(", ")}: not counted in this exposure mode.`}
        </p>
        {hidden.length > 0 && (
          <Button
            size="xs"
            variant="default"
            onClick={() =>
              dispatch({
                type: "setMode",
                mode: shown.mode === "as_traded" ? "look_through" : "as_traded",
              })
            }
          >
            {shown.mode === "as_traded" ? "Look through" : "Show as traded"}
          </Button>
        )}
      </div>
    );
  }
  return (
    <div className="page-message" role="status">
      <h2>Nothing to show</h2>
      <p>
        {plan.dates === null
          ? "No facts pass the filters."
          : `No facts from ${plan.dates.map(formatDay).join(" to ")} pass the filters.`}
      </p>
      <div className="button-row">
        {state.dates !== null && (
          <Button
            size="xs"
            variant="default"
            onClick={() => dispatch({ type: "setDates", dates: null })}
          >
            Show all days
          </Button>
        )}
        {state.filters.map((filter, index) => (
          <Button
            key={filterText(view, filter)}
            size="xs"
            variant="default"
            onClick={() =>
              dispatch({ type: "remove", place: { shelf: "filters", index } })
            }
          >
            {`Remove: ${filterText(view, filter)}`}
          </Button>
        ))}
      </div>
    </div>
  );
}
