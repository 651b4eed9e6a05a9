import { Input, SegmentedControl, Select } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { useState } from "react";
import { IconButton } from "../explorer/parts/IconButton.tsx";
import { UndoButtons } from "../explorer/parts/UndoButtons.tsx";
import { weekdaysOf } from "../pivot/state/days.ts";
import { dateChoices } from "../pivot/state/trading-calendar.ts";
import {
  BASES,
  type Basis,
  basisDescription,
  basisTitle,
  missingMeasures,
} from "./basis.ts";
import { ROW_DIMENSIONS } from "./members.ts";
import { dimensionTitle, usePage } from "./page-context.ts";
import { SliceFilters } from "./SliceFilters.tsx";
import { COUNTS, type DayRange, DEFAULT_STATE } from "./state.ts";
import { ViewsMenu } from "./ViewsMenu.tsx";
import { COUNT_NOTES, COUNT_TITLES } from "./wording.ts";

interface Props {
  /** First and last day with trades. */
  range: DayRange;
  /** Whether a phone shows the fields, which leave no place for the table. */
  openOnPhone: boolean;
  onOpenOnPhone: (open: boolean) => void;
  onHelp: () => void;
}

type Draft = [string | null, string | null];

/** Which trades the page is about, and what of them it adds up. */
export function ControlBar(props: Props) {
  const { range, openOnPhone, onOpenOnPhone, onHelp } = props;
  const { view, state, change, history } = usePage();
  // Between the first and the second click there is half a range.
  const [draft, setDraft] = useState<Draft | null>(null);
  const missing = (basis: Basis) => missingMeasures(basis, view);

  const choose = ([from, to]: Draft) => {
    if (from === null || to === null) {
      setDraft([from, to]);
      return;
    }
    setDraft(null);
    const whole = range[0] === from && range[1] === to;
    change({ dates: whole ? null : [from, to] });
  };

  return (
    <section
      className="lt-controls"
      aria-label="Selection"
      data-region="selection"
    >
      <button
        type="button"
        className="lt-controls-toggle"
        aria-expanded={openOnPhone}
        onClick={() => onOpenOnPhone(!openOnPhone)}
      >
        {openOnPhone
          ? "Hide selection"
          : `Selection: ${basisTitle(state.basis)}, ${COUNT_TITLES[state.count]}`}
      </button>
      <div className="lt-controls-fields" data-open={openOnPhone || undefined}>
        <ViewsMenu />
        <DatePickerInput
          type="range"
          label="Dates"
          size="xs"
          className="lt-control"
          classNames={{
            datePickerRoot: "date-picker",
            presetsList: "date-presets",
          }}
          valueFormat="D MMM YYYY"
          allowSingleDateInRange
          minDate={range[0]}
          maxDate={range[1]}
          value={draft ?? [...(state.dates ?? range)]}
          defaultDate={(state.dates ?? range)[1]}
          onChange={choose}
          onDropdownClose={() => setDraft(null)}
          presets={dateChoices(weekdaysOf(range)).map((choice) => ({
            value: [...choice.range] as [string, string],
            label: choice.title,
          }))}
        />
        <Input.Wrapper
          className="lt-control lt-fitting"
          label="Exposure"
          labelElement="div"
          size="xs"
        >
          <SegmentedControl
            aria-label="Exposure"
            className="lt-switch"
            fullWidth
            size="xs"
            value={state.basis}
            data={BASES.map((basis) => ({
              value: basis,
              disabled: missing(basis).length > 0,
              label: (
                <span
                  title={
                    missing(basis).length === 0
                      ? basisDescription(basis)
                      : `The model lacks ${missing(basis).join(", ")}`
                  }
                >
                  {basisTitle(basis)}
                </span>
              ),
            }))}
            onChange={(basis) => change({ basis })}
          />
        </Input.Wrapper>
        <Input.Wrapper
          className="lt-control lt-fitting"
          label="Count"
          labelElement="div"
          size="xs"
        >
          <SegmentedControl
            aria-label="Count"
            className="lt-switch"
            fullWidth
            size="xs"
            value={state.count}
            data={COUNTS.map((count) => ({
              value: count,
              label: (
                <span title={COUNT_NOTES[count]}>{COUNT_TITLES[count]}</span>
              ),
            }))}
            onChange={(count) =>
              change({
                count,
                // As traded there is nothing that a wrapper carries.
                part:
                  count === "direct" && state.part !== "direct"
                    ? "all"
                    : state.part,
                open: [],
              })
            }
          />
        </Input.Wrapper>
        <Select
          className="lt-control lt-narrow"
          label="Rows"
          size="xs"
          allowDeselect={false}
          value={state.rows}
          data={ROW_DIMENSIONS.map((value) => ({
            value,
            label: dimensionTitle(view, value),
          }))}
          onChange={(value) => {
            const rows = ROW_DIMENSIONS.find((item) => item === value);
            if (rows !== undefined) change({ rows, open: [], drill: null });
          }}
        />
        <SliceFilters />
      </div>
      <div className="lt-controls-buttons" role="toolbar" aria-label="Page">
        <UndoButtons history={history} />
        <IconButton
          icon="reset"
          label="Back to the default of this page"
          onClick={() => change(DEFAULT_STATE)}
        />
        <IconButton
          icon="help"
          label="Keys and definitions (?)"
          onClick={onHelp}
        />
      </div>
    </section>
  );
}
