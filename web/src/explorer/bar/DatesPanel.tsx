import { DatePicker } from "@mantine/dates";
import { useState } from "react";
import { formatDay } from "../../pivot/format.ts";
import type { DayRange } from "../../pivot/state/pivot-state.ts";
import { dateChoices, rangeTitle } from "../../pivot/state/trading-calendar.ts";
import { useExplorer } from "../explorer-context.ts";
import { Action } from "../parts/Action.tsx";

interface RangeProps {
  label: string;
  range: DayRange | null;
  onChange: (range: DayRange) => void;
}

/** A calendar of the days with data to pick a first and a last day from. */
export function RangePicker({ label, range, onChange }: RangeProps) {
  const { days } = useExplorer();
  const [draft, setDraft] = useState<[string | null, string | null]>();
  const shown = draft ?? [range?.[0] ?? null, range?.[1] ?? null];
  return (
    <div role="group" aria-label={label}>
      <DatePicker
        type="range"
        size="xs"
        allowSingleDateInRange
        // Without the red of weekends, which is hard to read within a range.
        weekendDays={[]}
        value={shown}
        defaultDate={range?.[1] ?? days.at(-1)}
        minDate={days[0]}
        maxDate={days.at(-1)}
        ariaLabels={{
          previousMonth: "Previous month",
          nextMonth: "Next month",
          previousYear: "Previous year",
          nextYear: "Next year",
          previousDecade: "Previous decade",
          nextDecade: "Next decade",
        }}
        onChange={([from, to]) => {
          if (from === null || to === null) {
            setDraft([from, to]);
            return;
          }
          setDraft(undefined);
          onChange([from, to]);
        }}
      />
      <div className="panel-note" role="status">
        {draft?.[0]
          ? `From ${formatDay(draft[0])}: choose the last day`
          : range === null
            ? "Choose the first day"
            : rangeTitle(range)}
      </div>
    </div>
  );
}

/** The days the pivot is about. */
export default function DatesPanel({ onClose }: { onClose: () => void }) {
  const { days, state, plan, dispatch } = useExplorer();
  return (
    <div className="date-panel">
      <div className="date-choices">
        {dateChoices(days).map(({ value, title, range }) => (
          <Action
            key={title}
            checked={state.dates === value}
            note={rangeTitle(range)}
            onClick={() => {
              dispatch({ type: "setDates", dates: value });
              onClose();
            }}
          >
            {title}
          </Action>
        ))}
      </div>
      <RangePicker
        label="Own range of days"
        range={plan.dates}
        onChange={(range) => {
          dispatch({ type: "setDates", dates: range });
          onClose();
        }}
      />
    </div>
  );
}
