import { Checkbox, Select } from "@mantine/core";
import { useState } from "react";
import { canStartFrom } from "../../pivot/state/shelves.ts";
import {
  type Axis,
  fieldLevels,
  levelsOf,
  type Place,
} from "../../pivot/state/view-fields.ts";
import { useExplorer } from "../explorer-context.ts";
import { Action } from "../parts/Action.tsx";
import { LevelSection } from "./LevelSection.tsx";
import { MoveActions } from "./MoveActions.tsx";
import { ReplaceSelect } from "./ReplaceSelect.tsx";

interface Props {
  place: Place & { shelf: Axis };
  onClose: () => void;
}

/** Start level, order, cut and subtotals of a pill on an axis. */
export default function AxisPillPanel({ place, onClose }: Props) {
  const { state, view, dispatch } = useExplorer();
  const field = state[place.shelf].fields[place.index];
  const [level, setLevel] = useState<string>();
  if (field === undefined) return null;
  const all = levelsOf(view, field.name);
  const levels = fieldLevels(view, field);
  const chosen = levels.find(({ name }) => name === level) ?? levels[0];
  const titles = (items: typeof all) =>
    items.map(({ name, title }) => ({ value: name, label: title }));
  return (
    <>
      {all.length > 1 && (
        <div className="panel-section">
          <Select
            size="xs"
            label="Start at"
            comboboxProps={{ withinPortal: false }}
            allowDeselect={false}
            value={levels[0]?.name ?? null}
            data={titles(all).map((item, index) => ({
              ...item,
              disabled:
                canStartFrom(
                  state,
                  view,
                  place,
                  index === 0 ? null : item.value,
                ) !== true,
            }))}
            onChange={(value) =>
              dispatch({
                type: "setStart",
                axis: place.shelf,
                index: place.index,
                level: value === all[0]?.name ? null : value,
              })
            }
          />
          {levels.length > 1 && (
            <Select
              size="xs"
              label="Order and choice of"
              comboboxProps={{ withinPortal: false }}
              allowDeselect={false}
              value={chosen?.name ?? null}
              data={titles(levels)}
              onChange={(value) => setLevel(value ?? undefined)}
            />
          )}
        </div>
      )}
      {chosen !== undefined && (
        <LevelSection axis={place.shelf} field={field} level={chosen} />
      )}
      <div className="panel-section">
        <Checkbox
          size="xs"
          label="Subtotals on open members"
          checked={field.subtotals}
          onChange={(event) =>
            dispatch({
              type: "setSubtotals",
              axis: place.shelf,
              index: place.index,
              shown: event.currentTarget.checked,
            })
          }
        />
        <ReplaceSelect place={place} name={field.name} onDone={onClose} />
      </div>
      <MoveActions name={field.name} from={place} onChoose={onClose} />
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
