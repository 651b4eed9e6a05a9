import { Button, Input, SegmentedControl, Select } from "@mantine/core";
import { useState } from "react";
import { counterpart, measuresInMode } from "../pivot/exposure.ts";
import type { Fields } from "../pivot/fields.ts";
import type { DayRange } from "../pivot/state.ts";
import { toHierarchy, toMode } from "../pivot/state-changes.ts";
import type { PivotStateControl } from "../pivot/use-pivot-state.ts";
import { DateRangeSelect } from "./DateRangeSelect.tsx";
import { MeasureSelect } from "./MeasureSelect.tsx";

interface Props {
  fields: Fields;
  control: PivotStateControl;
  range: DayRange | undefined;
}

const MODES = [
  { value: "as_traded", label: "As traded" },
  { value: "look_through", label: "Look-through" },
] as const;

export function Controls({ fields, control, range }: Props) {
  const { state, change } = control;
  const [openOnPhone, setOpenOnPhone] = useState(false);
  const hierarchy = fields.hierarchies.find(
    ({ name }) => name === state.hierarchy,
  );
  const other = hierarchy && counterpart(hierarchy, fields);
  const { hidden } = measuresInMode(state.measures, state.mode, fields);

  return (
    <section className="controls" aria-label="View">
      <Button
        className="controls-toggle"
        variant="default"
        size="xs"
        aria-expanded={openOnPhone}
        onClick={() => setOpenOnPhone(!openOnPhone)}
      >
        {openOnPhone ? "Hide fields" : `Fields: ${hierarchy?.title ?? ""}`}
      </Button>
      <div className="controls-fields" data-open={openOnPhone || undefined}>
        <Select
          className="control narrow"
          label="Rows"
          size="xs"
          allowDeselect={false}
          value={state.hierarchy}
          data={fields.hierarchies.map(({ name, title }) => ({
            value: name,
            label: title,
          }))}
          onChange={(value) => {
            if (value !== null) change(toHierarchy(value, fields));
          }}
        />
        <MeasureSelect fields={fields} control={control} />
        <DateRangeSelect control={control} range={range} />
        <Input.Wrapper
          className="control fitting"
          label="Exposure"
          labelElement="div"
          size="xs"
        >
          <SegmentedControl
            aria-label="Exposure"
            className="mode-switch"
            size="xs"
            fullWidth
            value={state.mode}
            data={[...MODES]}
            onChange={(mode) => change(toMode(state, mode, fields))}
          />
        </Input.Wrapper>
        {state.mode === "look_through" && (
          <p className="mode-note">
            {hidden.length > 0 && (
              <span>
                {`As traded only, so hidden: ${hidden.map(({ title }) => title).join(", ")}`}
              </span>
            )}
            {other?.lookThrough && (
              <span>
                Each wrapper keeps its own row here.{" "}
                <Button
                  variant="default"
                  size="compact-xs"
                  onClick={() => change(toHierarchy(other.name, fields))}
                >
                  {`Show ${other.title.toLowerCase()}`}
                </Button>
              </span>
            )}
          </p>
        )}
      </div>
    </section>
  );
}
