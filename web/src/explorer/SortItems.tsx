import { Menu } from "@mantine/core";
import type { SortKey } from "../pivot/state/pivot-state.ts";
import { type SortTarget, targetKey } from "../pivot/state/sorting.ts";
import type { Axis } from "../pivot/state/view-fields.ts";
import { useExplorer } from "./explorer-context.ts";
import { SubMenu } from "./parts/SubMenu.tsx";

interface Props {
  axis: Axis;
  /** What the cell can be sorted by; undefined = only by name. */
  target: Extract<SortTarget, { by: "value" }> | undefined;
  title: string;
}

const BY_NAME = { by: "label" } as const;

/** Everything that a click on a header can sort by, for the keyboard too. */
export function SortItems({ axis, target, title }: Props) {
  const { state, dispatch } = useExplorer();
  const { sort } = state[axis];
  const set = (keys: readonly SortKey[]) =>
    dispatch({ type: "setSort", axis, sort: keys });
  const others =
    target === undefined
      ? []
      : sort.filter((key) => targetKey(key) !== targetKey(target));
  const orders = [
    { order: "largest", descending: true },
    { order: "smallest", descending: false },
  ];
  return (
    <SubMenu title={title}>
      {target !== undefined &&
        orders.map(({ order, descending }) => (
          <Menu.Item
            key={order}
            onClick={() => set([{ ...target, descending }])}
          >
            {`${order === "largest" ? "Largest" : "Smallest"} first`}
          </Menu.Item>
        ))}
      {target !== undefined &&
        others.length > 0 &&
        orders.map(({ order, descending }) => (
          <Menu.Item
            key={order}
            onClick={() => set([...others, { ...target, descending }])}
          >
            {`Then by ${order} first`}
          </Menu.Item>
        ))}
      <Menu.Item onClick={() => set([{ ...BY_NAME, descending: false }])}>
        By name
      </Menu.Item>
      <Menu.Item onClick={() => set([{ ...BY_NAME, descending: true }])}>
        By name, descending
      </Menu.Item>
      {sort.length > 0 && (
        <Menu.Item onClick={() => set([])}>Order of the model</Menu.Item>
      )}
    </SubMenu>
  );
}
