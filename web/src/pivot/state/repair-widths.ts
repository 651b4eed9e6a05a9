import type { View } from "../../model/view.ts";
import type { LabelWidths, PivotState, ValueField } from "./pivot-state.ts";
import { fieldLevels, quote } from "./view-fields.ts";
import { isWidth, LEAST_WIDTH, MOST_WIDTH, withoutWidth } from "./widths.ts";

type Say = (message: string) => void;

const sizeProblem = (what: string, width: number) =>
  `${what} cannot be ${width} pixels wide (${LEAST_WIDTH} to ${MOST_WIDTH} pixels): width left out`;

/** A value without a width that no column can have. */
export function repairWidth(
  value: ValueField,
  title: string,
  say: Say,
): ValueField {
  if (value.width === undefined || isWidth(value.width)) return value;
  say(sizeProblem(title, value.width));
  return withoutWidth(value);
}

/** Widths that a column can have, of levels that are among the rows. */
export function repairLabelWidths(
  { rows, labelWidths }: PivotState,
  view: View,
  say: Say,
): LabelWidths {
  const { names, levels } = labelWidths;
  const titles = new Map(
    rows.fields.flatMap((field) =>
      fieldLevels(view, field).map(({ name, title }) => [name, title] as const),
    ),
  );
  const isPossible = (width: number, title: string) => {
    if (isWidth(width)) return true;
    say(sizeProblem(`Names of ${title}`, width));
    return false;
  };
  const isLevelPossible = ([level, width]: [string, number]) => {
    const title = titles.get(level);
    if (title !== undefined) return isPossible(width, title);
    say(`Unknown level ${quote(level)} on rows: width left out`);
    return false;
  };
  return {
    names: names !== null && isPossible(names, "rows") ? names : null,
    levels: Object.fromEntries(Object.entries(levels).filter(isLevelPossible)),
  };
}
