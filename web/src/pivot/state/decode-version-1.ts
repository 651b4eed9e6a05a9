import type { View } from "../../model/view.ts";
import { decodePath } from "../member-path.ts";
import { splitList } from "./codec-text.ts";
import { decodeDates, oneOf } from "./decode-dates.ts";
import {
  axisField,
  defaultState,
  EMPTY_AXIS,
  valueField,
} from "./default-state.ts";
import { toMode } from "./mode.ts";
import type { AxisState, PivotState, SortKey } from "./pivot-state.ts";
import { unknownMember } from "./unknown-member.ts";
import { fieldTitle, isLookThrough, quote } from "./view-fields.ts";

/** `notional` or `-notional`, which is descending. */
const decodeSort = (text: string): SortKey[] =>
  text === ""
    ? []
    : [
        {
          by: "value",
          measure: text.replace(/^-/, ""),
          figure: "value",
          at: [],
          descending: text.startsWith("-"),
        },
      ];

function decodeRows(
  read: (name: string) => string,
  view: View,
  messages: string[],
): AxisState {
  const rows = read("rows");
  const sort = decodeSort(read("sort"));
  const { fields } = defaultState(view).rows;
  const isKnown = view.hierarchies.some(({ name }) => name === rows);
  if (!isKnown) {
    if (rows !== "") {
      messages.push(
        unknownMember(
          "hierarchy",
          rows,
          `: showing ${fields[0]?.name ?? "none"}`,
        ),
      );
    }
    // Keys of one hierarchy mean nothing in another.
    return { fields, sort, expanded: [] };
  }
  const expanded = splitList(read("open")).flatMap((item) => {
    const path = decodePath(item);
    if (path !== undefined) return [path];
    messages.push(`Row ${quote(item)} cannot be read: left closed`);
    return [];
  });
  return { fields: [axisField(rows)], sort, expanded };
}

/**
 * A link of the first pivot page: one hierarchy, measures, a mode in which a
 * measure stands for its twin, dates, a sort and open rows. Names of measures
 * are not checked here.
 */
export function decodeVersion1(
  parameters: URLSearchParams,
  view: View,
  messages: string[],
): PivotState {
  const read = (name: string) => parameters.get(name) ?? "";
  const rows = decodeRows(read, view, messages);
  const measures = splitList(read("measures")).filter((name) => name !== "");
  const values = measures.map(valueField);
  const [first] = rows.fields;
  const isHeld = first !== undefined && isLookThrough(view, first.name);
  const modes = ["as_traded", "look_through"] as const;
  const named = oneOf(modes, read("mode"), "mode", messages);
  const mode = isHeld ? "look_through" : named;
  if (mode !== named) {
    messages.push(
      `${fieldTitle(view, first?.name ?? "")} has no meaning as traded: showing look-through`,
    );
  }
  const state: PivotState = {
    ...defaultState(view),
    rows,
    columns: EMPTY_AXIS,
    values: values.length > 0 ? values : defaultState(view).values,
    mode: mode === "as_traded" ? "look_through" : "as_traded",
    dates: decodeDates(read("dates"), messages),
  };
  // Coming from the other mode, measures turn into their twins.
  return toMode(state, mode, view);
}
