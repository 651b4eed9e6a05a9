import type { View } from "../../model/view.ts";
import type { LabelWidths, PivotState, ValueField } from "./pivot-state.ts";
import { fieldLevels, quote } from "./view-fields.ts";
import { isWidth, LEAST_WIDTH, MOST_WIDTH, withoutWidth } from "./widths.ts";

type Say = (message: string) => void;

const WIDTHS = `${LEAST_WIDTH} to ${MOST_WIDTH} pixels`;

/** A value without a width that no column can have. */
export function repairWidth(
  value: ValueField,
  title: string,
  say: Say,
): ValueField {
  if (value.width === undefined || isWidth(value.width)) return value;
  say(
    `${title} cannot be ${value.width} pixels wide (${WIDTHS}): width left out`,
  );
  return withoutWidth(value);
}

/** Widths that a column can have, of levels that are among the rows. */
export function repairLabelWidths(
  { rows, labelWidths }: PivotState,
  view: View,
  say: Say,
): LabelWidths {
  const { names, levels } = labelWidths;
  const shown = new Set(
    rows.fields.flatMap((field) =>
      fieldLevels(view, field).map(({ name }) => name),
    ),
  );
  const isPossible = (width: number) => {
    if (isWidth(width)) return true;
    say(
      `Names of rows cannot be ${width} pixels wide (${WIDTHS}): width left out`,
    );
    return false;
  };
  const isShown = (level: string) => {
    if (shown.has(level)) return true;
    say(`Unknown level ${quote(level)} on rows: width left out`);
    return false;
  };
  return {
    names: names !== null && isPossible(names) ? names : null,
    levels: Object.fromEntries(
      Object.entries(levels).filter(
        ([level, width]) => isShown(level) && isPossible(width),
      ),
    ),
  };
}
