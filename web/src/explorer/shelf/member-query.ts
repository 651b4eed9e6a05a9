import type { Filter, Query } from "@cubejs-client/core";
import type { Dimension, Measure, View } from "../../model/view.ts";
import type { DayRange } from "../../pivot/state/pivot-state.ts";

/** Members listed at a time. */
export const MEMBER_LIMIT = 100;
/** Members read of a dimension the API cannot search by text. */
const WHOLE_LIMIT = 5_000;

export interface MemberSearch {
  view: View;
  dimension: Dimension;
  /** Makes the members those with facts. */
  measure: Measure | undefined;
  /** null = all days. */
  dates: DayRange | null;
  text: string;
}

/** Only texts can be searched by the API; other members are searched here. */
const isText = ({ type }: Dimension) => type === "string";

/** Members of a dimension by name; one more than are shown, to see if there are more. */
export function memberQuery(search: MemberSearch): Query {
  const { view, dimension, measure, dates } = search;
  const text = search.text.trim();
  const filters: Filter[] =
    text === "" || !isText(dimension)
      ? []
      : [{ member: dimension.member, operator: "contains", values: [text] }];
  const time = view.timeDimension;
  return {
    dimensions: [dimension.member],
    measures: measure === undefined ? [] : [measure.member],
    filters,
    ...(time !== undefined &&
      dates !== null && {
        timeDimensions: [{ dimension: time.member, dateRange: [...dates] }],
      }),
    order: [[dimension.member, "asc"]],
    limit: isText(dimension) ? MEMBER_LIMIT + 1 : WHOLE_LIMIT,
    timezone: "UTC",
  };
}

/** The members to show, and whether there are more. */
export interface FoundMembers {
  members: readonly (string | null)[];
  truncated: boolean;
}

/**
 * What an answer to memberQuery lists.
 *
 * @param keys of all rows, in their order
 */
export function foundMembers(
  { dimension, text }: Pick<MemberSearch, "dimension" | "text">,
  keys: readonly (string | null)[],
): FoundMembers {
  const wanted = text.trim().toLowerCase();
  const matching =
    isText(dimension) || wanted === ""
      ? keys
      : keys.filter((key) => key?.toLowerCase().includes(wanted));
  return {
    members: matching.slice(0, MEMBER_LIMIT),
    truncated:
      matching.length > MEMBER_LIMIT ||
      (!isText(dimension) && keys.length >= WHOLE_LIMIT),
  };
}
