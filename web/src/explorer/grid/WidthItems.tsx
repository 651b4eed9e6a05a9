import { Menu } from "@mantine/core";
import { useState } from "react";
import { SubMenu } from "../parts/SubMenu.tsx";
import type { SizeChoice } from "./use-sizing.ts";

/** Pixels of a step. */
const STEP = 24;

/** Everything that dragging the edge of a column can do, for keys and clicks. */
export function WidthItems({ size, sizing }: SizeChoice) {
  // However often it is pressed, one menu makes one step to undo.
  const [visit] = useState(() => Symbol("width"));
  const [width, setWidth] = useState(size.width);
  const change = (by: number) => {
    const next = sizing.nearest(size, width + by);
    setWidth(next);
    sizing.resize(size, next, visit);
  };
  return (
    <SubMenu title={`Width of ${size.title}`}>
      <Menu.Item closeMenuOnClick={false} onClick={() => change(STEP)}>
        Wider
      </Menu.Item>
      <Menu.Item closeMenuOnClick={false} onClick={() => change(-STEP)}>
        Narrower
      </Menu.Item>
      <Menu.Item
        onClick={() => sizing.resize(size, sizing.fitting(size), visit)}
      >
        Fit to what is shown
      </Menu.Item>
      {(size.chosen || width !== size.width) && (
        <Menu.Item onClick={() => sizing.resize(size, null, visit)}>
          Reset width
        </Menu.Item>
      )}
    </SubMenu>
  );
}
