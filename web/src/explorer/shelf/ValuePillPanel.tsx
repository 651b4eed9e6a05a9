import { Checkbox, Select } from "@mantine/core";
import { measureInMode } from "../../pivot/plan/pivot-plan.ts";
import {
  FIGURES,
  type Figure,
  HEAT_SCALES,
  type HeatScale,
} from "../../pivot/state/pivot-state.ts";
import {
  canAddValue,
  canShowAs,
  FIGURE_TITLES,
  isCompared,
} from "../../pivot/state/values.ts";
import type { Place } from "../../pivot/state/view-fields.ts";
import { useExplorer } from "../explorer-context.ts";
import { Action } from "../parts/Action.tsx";
import { ReplaceSelect } from "./ReplaceSelect.tsx";

interface Props {
  place: Place;
  onClose: () => void;
}

const HEAT_TITLES: Readonly<Record<HeatScale, string>> = {
  off: "No colours",
  column: "Per column",
  row: "Per row",
  group: "Per parent",
  all: "All cells alike",
};

const reasonOf = (allowed: true | string) =>
  allowed === true ? undefined : allowed;

/** What a value column shows of its measure, and how it is coloured. */
export default function ValuePillPanel({ place, onClose }: Props) {
  const { state, view, shown, dispatch } = useExplorer();
  const value = state.values[place.index];
  if (value === undefined) return null;
  const measure = measureInMode(view, value.measure, shown.mode);
  const refusal = (figure: Figure): string | undefined =>
    measure === undefined
      ? "not counted in this exposure mode"
      : isCompared(figure) && state.comparison === null
        ? "choose a comparison period first"
        : reasonOf(canShowAs(view, measure, figure));
  const change = (next: Partial<Omit<typeof value, "measure">>) =>
    dispatch({ type: "setValue", index: place.index, change: next });
  const further = FIGURES.filter(
    (figure) =>
      refusal(figure) === undefined &&
      canAddValue(state, view, value.measure, figure) === true,
  );
  return (
    <>
      <div className="panel-title">Show as</div>
      {FIGURES.map((figure) => (
        <Action
          key={figure}
          checked={value.figure === figure}
          refused={refusal(figure)}
          onClick={() => change({ figure })}
        >
          {FIGURE_TITLES[figure]}
        </Action>
      ))}
      <div className="panel-section">
        <Select
          size="xs"
          label="Show it once more as"
          placeholder="Choose a figure"
          comboboxProps={{ withinPortal: false }}
          value={null}
          data={further.map((figure) => ({
            value: figure,
            label: FIGURE_TITLES[figure],
          }))}
          onChange={(chosen) => {
            const figure = FIGURES.find((item) => item === chosen);
            if (figure === undefined) return;
            dispatch({
              type: "addValue",
              measure: value.measure,
              figure,
              index: place.index + 1,
            });
            onClose();
          }}
        />
        <Select
          size="xs"
          label="Heat map"
          comboboxProps={{ withinPortal: false }}
          allowDeselect={false}
          value={value.heat}
          data={HEAT_SCALES.map((scale) => ({
            value: scale,
            label: HEAT_TITLES[scale],
          }))}
          onChange={(heat) => {
            if (heat !== null) change({ heat });
          }}
        />
        <Checkbox
          size="xs"
          label="Data bars"
          checked={value.bar}
          onChange={(event) => change({ bar: event.currentTarget.checked })}
        />
        <ReplaceSelect place={place} name={value.measure} onDone={onClose} />
      </div>
      <Action
        onClick={() => {
          dispatch({ type: "remove", place });
          onClose();
        }}
      >
        Remove
      </Action>
    </>
  );
}
