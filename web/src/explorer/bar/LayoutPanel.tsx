import { SegmentedControl } from "@mantine/core";
import { AXES } from "../../pivot/state/view-fields.ts";
import { useExplorer } from "../explorer-context.ts";
import OpenLevels from "./OpenLevels.tsx";

/** How the grid is drawn, and how deep it is open. */
export default function LayoutPanel() {
  const { shown, dispatch } = useExplorer();
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
      <OpenLevels axes={AXES} />
    </>
  );
}
