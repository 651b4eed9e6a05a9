import { Button, Checkbox, Select } from "@mantine/core";
import { useState } from "react";
import type { Dimension, View } from "../../model/view.ts";
import type {
  AxisField,
  Cut,
  PivotState,
  SortKey,
} from "../../pivot/state/pivot-state.ts";
import { suitsMode } from "../../pivot/state/mode.ts";
import { type Axis, levelOptions } from "../../pivot/state/view-fields.ts";
import { useExplorer } from "../explorer-context.ts";
import { CutLines } from "./CutLines.tsx";

interface Props {
  axis: Axis;
  field: AxisField;
  level: Dimension;
}

const DEFAULT_TOP = 10;
const BY_LABEL = ":label";
const AS_AXIS = "";

const choicesOf = (view: View, { mode }: PivotState) =>
  view.measures
    .filter((measure) => suitsMode(measure, mode))
    .map(({ name, title }) => ({ value: name, label: title }));

const sortBy = (choice: string): SortKey[] => {
  if (choice === AS_AXIS) return [];
  return choice === BY_LABEL
    ? [{ by: "label", descending: false }]
    : [
        {
          by: "value",
          measure: choice,
          figure: "value",
          at: [],
          descending: true,
        },
      ];
};

/** Order and cut of one level of a pill. */
export function LevelSection({ axis, field, level }: Props) {
  const { state, view, shown, dispatch } = useExplorer();
  const options = levelOptions(field, level.name);
  // What is typed into the numbers of one visit is one step.
  const [visit] = useState(() => Symbol("visit"));
  const change = (next: { sort?: readonly SortKey[]; top?: Cut | null }) =>
    dispatch(
      { type: "setLevel", axis, level: level.name, options: next },
      visit,
    );
  const measures = choicesOf(view, state);
  const [sort] = options.sort;
  const { top } = options;
  const ranked = shown.values[0]?.measure ?? measures[0]?.value;
  return (
    <div className="panel-section">
      <div className="panel-line">
        <Select
          size="xs"
          label={`Order of ${level.title}`}
          comboboxProps={{ withinPortal: false }}
          allowDeselect={false}
          maxDropdownHeight={220}
          value={
            sort === undefined
              ? AS_AXIS
              : sort.by === "label"
                ? BY_LABEL
                : sort.measure
          }
          data={[
            { value: AS_AXIS, label: `As all ${axis}` },
            { value: BY_LABEL, label: "By name" },
            ...measures,
          ]}
          onChange={(choice) => {
            if (choice !== null) change({ sort: sortBy(choice) });
          }}
        />
        <Button
          size="xs"
          px={8}
          variant="default"
          disabled={sort === undefined}
          aria-label={`Reverse the order of ${level.title}`}
          title={sort?.descending ? "Largest first" : "Smallest first"}
          onClick={() => {
            if (sort !== undefined) {
              change({ sort: [{ ...sort, descending: !sort.descending }] });
            }
          }}
        >
          {sort?.descending ? "▼" : "▲"}
        </Button>
      </div>
      <Checkbox
        size="xs"
        label={`Only some of ${level.title}`}
        checked={top !== null}
        disabled={ranked === undefined}
        onChange={(event) =>
          change({
            top:
              event.currentTarget.checked && ranked !== undefined
                ? {
                    count: DEFAULT_TOP,
                    measure: ranked,
                    bottom: false,
                    other: true,
                  }
                : null,
          })
        }
      />
      {top !== null && (
        <CutLines
          cut={top}
          measures={measures}
          onChange={(cut) => change({ top: cut })}
        />
      )}
    </div>
  );
}
