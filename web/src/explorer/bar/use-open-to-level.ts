import { useEffect, useEffectEvent, useRef } from "react";
import type { Axis } from "../../pivot/state/view-fields.ts";
import type { Explorer } from "../explorer-context.ts";
import { knownPaths, nextStep } from "./open-to-level.ts";

interface Goal {
  axis: Axis;
  level: number;
}

/**
 * Opens an axis down to a level: members of deeper levels are known only once
 * the level above has been opened, so it goes on until there is no more.
 */
export function useOpenToLevel({
  grid,
  shown,
  dispatch,
}: Pick<Explorer, "grid" | "shown" | "dispatch">): Explorer["openToLevel"] {
  const goal = useRef<Goal>(undefined);
  const open = ({ axis, level }: Goal) =>
    dispatch({
      type: "expandToLevel",
      axis,
      level,
      known: knownPaths(grid[axis]),
    });

  const goOn = useEffectEvent(() => {
    const { current } = goal;
    if (current === undefined || !grid.ready) return;
    const { axis, level } = current;
    const step = nextStep(grid[axis], level, shown[axis].expanded);
    if (step === "open") open(current);
    if (step === "done") goal.current = undefined;
  });
  useEffect(() => goOn(), [grid]);

  return (axis, level) => {
    goal.current = { axis, level };
    // Also closes what lies deeper.
    open({ axis, level });
  };
}
