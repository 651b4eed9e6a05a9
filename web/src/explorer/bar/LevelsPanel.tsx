import { lazy } from "react";
import { AnchorPoint } from "../parts/AnchorPoint.tsx";
import { Panel } from "../parts/Panel.tsx";

const OpenLevels = lazy(() => import("./OpenLevels.tsx"));

interface Props {
  anchor: DOMRect;
  onClose: () => void;
}

/** The levels that the rows can be opened down to, below their header. */
export function LevelsPanel({ anchor, onClose }: Props) {
  return (
    <Panel
      label="Open rows down to a level"
      opened
      onChange={(opened) => {
        if (!opened) onClose();
      }}
      target={<AnchorPoint anchor={anchor} />}
    >
      {() => <OpenLevels axes={["rows"]} />}
    </Panel>
  );
}
