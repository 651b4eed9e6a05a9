import type { View } from "../../model/view.ts";
import { cutMessage } from "./address.ts";
import { decodeAxis } from "./decode-axis.ts";
import { decodeComparison, decodeDates, oneOf } from "./decode-dates.ts";
import {
  decodeFilters,
  decodeLabelWidths,
  decodeValues,
} from "./decode-shelves.ts";
import { decodeVersion1 } from "./decode-version-1.ts";
import { defaultState, preferredView } from "./default-state.ts";
import { toMode } from "./mode.ts";
import type { PivotState } from "./pivot-state.ts";
import { repair } from "./repair.ts";
import { unknownMember } from "./unknown-member.ts";
import { quote } from "./view-fields.ts";

export interface DecodedState {
  state: PivotState;
  /** What was asked for and not given. */
  messages: string[];
}

/** Characters; more is no link of this page. */
const MAX_SEARCH = 1_000_000;
const MAX_MESSAGES = 20;

/** The last message counts those that would not fit a page. */
const cut = (messages: string[]): string[] =>
  messages.length <= MAX_MESSAGES
    ? messages
    : [
        ...messages.slice(0, MAX_MESSAGES),
        `and ${messages.length - MAX_MESSAGES} more of the kind`,
      ];

function decodeView(
  name: string,
  views: readonly View[],
  messages: string[],
): View {
  const known = views.find((view) => view.name === name);
  if (known !== undefined) return known;
  const view = preferredView(views);
  if (name !== "") {
    messages.push(unknownMember("view", name, `: showing ${view.title}`));
  }
  return view;
}

function decodeVersion2(
  parameters: URLSearchParams,
  view: View,
  messages: string[],
): PivotState {
  const read = (name: string) => parameters.get(name) ?? "";
  return {
    view: view.name,
    rows: decodeAxis("rows", parameters, view, messages),
    columns: decodeAxis("columns", parameters, view, messages),
    values: decodeValues(read("values"), messages),
    filters: decodeFilters(read("filters"), messages),
    mode: oneOf(["as_traded", "look_through"], read("mode"), "mode", messages),
    dates: decodeDates(read("dates"), messages),
    comparison: decodeComparison(read("compare"), messages),
    layout: oneOf(["compact", "tabular"], read("layout"), "layout", messages),
    labelWidths: decodeLabelWidths(read("widths"), messages),
    totals: oneOf(["top", "bottom"], read("totals"), "totals", messages),
  };
}

/** What the view can show of it; default values if it knows none of those asked for. */
function settle(asked: PivotState, view: View, messages: string[]): PivotState {
  const { state, messages: more } = repair(asked, view);
  messages.push(...more);
  if (asked.values.length === 0 || state.values.length > 0) return state;
  const { values } = toMode(defaultState(view), asked.mode, view);
  messages.push(
    `None of the measures is known: showing ${values.map(({ measure }) => measure).join(", ")}`,
  );
  return repair({ ...asked, values }, view).state;
}

/**
 * Query string → state; whatever the model does not know falls back, with a
 * message that names it, and the rest is kept. A text without a version is a
 * first visit.
 */
export function decodeState(
  search: string,
  views: readonly View[],
): DecodedState {
  const fallback = (messages: string[]): DecodedState => ({
    state: defaultState(preferredView(views)),
    messages,
  });
  if (search.length > MAX_SEARCH) {
    return fallback([
      `The link is longer than ${MAX_SEARCH} characters: showing the default view`,
    ]);
  }
  const parameters = new URLSearchParams(search);
  const version = parameters.get("v");
  if (version === null) return fallback([]);
  if (version !== "1" && version !== "2") {
    return fallback([
      `The link has version ${quote(version)}, this page reads 1 and 2: showing the default view`,
    ]);
  }
  const messages: string[] = [];
  const missing = cutMessage(parameters);
  if (missing !== undefined) messages.push(missing);
  const view = decodeView(parameters.get("view") ?? "", views, messages);
  const decode = version === "1" ? decodeVersion1 : decodeVersion2;
  const state = settle(decode(parameters, view, messages), view, messages);
  return { state, messages: cut(messages) };
}
