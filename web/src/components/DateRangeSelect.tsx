import { DatePickerInput } from "@mantine/dates";
import { useState } from "react";
import { datePresets } from "../pivot/date-presets.ts";
import type { DayRange } from "../pivot/state.ts";
import type { PivotStateControl } from "../pivot/use-pivot-state.ts";

interface Props {
  control: PivotStateControl;
  /** Days with data, once known. */
  range: DayRange | undefined;
}

type Draft = [string | null, string | null];

export function DateRangeSelect({ control, range }: Props) {
  const { state, change } = control;
  // Between the first and the second click there is half a range.
  const [draft, setDraft] = useState<Draft | null>(null);
  const shown = state.dates ?? range ?? [null, null];

  const choose = ([from, to]: Draft) => {
    if (from === null || to === null) {
      setDraft([from, to]);
      return;
    }
    setDraft(null);
    const whole = range?.[0] === from && range[1] === to;
    change({ dates: whole ? null : [from, to] });
  };

  return (
    <DatePickerInput
      type="range"
      label="Dates"
      size="xs"
      className="control"
      classNames={{
        datePickerRoot: "date-picker",
        presetsList: "date-presets",
      }}
      valueFormat="D MMM YYYY"
      allowSingleDateInRange
      minDate={range?.[0]}
      maxDate={range?.[1]}
      disabled={range === undefined}
      value={draft ?? [...shown]}
      defaultDate={shown[1] ?? undefined}
      onChange={choose}
      onDropdownClose={() => setDraft(null)}
      presets={
        range &&
        datePresets(range).map((preset) => ({
          value: [...preset.range] as [string, string],
          label: preset.title,
        }))
      }
    />
  );
}
