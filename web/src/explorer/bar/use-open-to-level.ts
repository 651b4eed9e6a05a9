import { useEffect, useEffectEvent, useRef } from "react";
import type { Axis } from "../../pivot/state/view-fields.ts";
import type { Explorer } from "../explorer-context.ts";
import { knownPaths, nextStep } from "./open-to-level.ts";

interface Goal {
  axis: Axis;
  level: number;
  /** Makes one undo step of the levels as they arrive. */
  visit: symbol;
  /** Number of the last undo step seen on the way. */
  index: number;
}

/**
 * Opens an axis down to a level: members of deeper levels are known only once
 * the level above has been opened, so it goes on until there is no more.
 */
export function useOpenToLevel({
  grid,
  shown,
  dispatch,
  history,
}: Pick<
  Explorer,
  "grid" | "shown" | "dispatch" | "history"
>): Explorer["openToLevel"] {
  const goal = useRef<Goal>(undefined);
  const { index } = history.timeline;
  const open = ({ axis, level, visit }: Goal) =>
    dispatch(
      {
        type: "expandToLevel",
        axis,
        level,
        known: knownPaths(grid[axis]),
      },
      visit,
    );

  const goOn = useEffectEvent(() => {
    const { current } = goal;
    if (current === undefined) return;
    // Undone on the way: nothing is opened anew.
    if (index < current.index) goal.current = undefined;
    else current.index = index;
    if (goal.current === undefined || !grid.ready) return;
    const { axis, level } = current;
    const step = nextStep(grid[axis], level, shown[axis].expanded);
    if (step === "open") open(current);
    if (step === "done") goal.current = undefined;
  });
  useEffect(() => goOn(), [grid, index]);

  return (axis, level) => {
    goal.current = { axis, level, visit: Symbol("visit"), index };
    // Also closes what lies deeper.
    open(goal.current);
  };
}
