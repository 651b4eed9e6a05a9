import { Button } from "@mantine/core";
import { formatDay } from "../pivot/format.ts";
import { useExplorer } from "./explorer-context.ts";
import { useLifts } from "./use-lifts.ts";

/** Says which choices leave nothing to show, and lifts them one by one. */
export function EmptyPivot() {
  const { plan, shown, dispatch } = useExplorer();
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
  return <NothingLeft />;
}

/** What may be lifted of the choices, and what then is left is found by asking. */
function NothingLeft() {
  const { plan } = useExplorer();
  const lifts = useLifts();
  const reasons = lifts.filter(({ brings }) => brings === true);
  const others = lifts.filter(({ brings }) => brings !== true);
  const isKnown = lifts.every(({ brings }) => brings !== undefined);
  return (
    <div className="page-message" role="status">
      <h2>Nothing to show</h2>
      <p>
        {lifts.length === 0
          ? "There are no facts, or none that your access lets you see."
          : plan.dates === null
            ? "No facts pass the filters."
            : `No facts from ${plan.dates.map(formatDay).join(" to ")} pass the filters.`}
      </p>
      {lifts.length > 0 && isKnown && (
        <p data-fact="reason">
          {reasons.length === 0
            ? "No single one of them is the reason: lift several."
            : `Emptied by: ${reasons.map(({ title }) => title).join(", or by: ")}.`}
        </p>
      )}
      <div className="button-row">
        {[...reasons, ...others].map(({ label, lift, brings }) => (
          <Button
            key={label}
            size="xs"
            variant={brings === true ? "filled" : "default"}
            onClick={lift}
          >
            {label}
          </Button>
        ))}
      </div>
    </div>
  );
}
