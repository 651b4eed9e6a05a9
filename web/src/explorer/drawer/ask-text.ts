import type { Query } from "@cubejs-client/core";
import type { Answer } from "../../pivot/answer.ts";
import {
  formatBytes,
  formatLabel,
  formatMilliseconds,
  formatTime,
} from "../../pivot/format.ts";
import type { Purpose, Question } from "../../pivot/grid/ask.ts";
import { decodePath } from "../../pivot/member-path.ts";

const PURPOSES: Readonly<Record<Purpose, string>> = {
  total: "Totals",
  members: "Members",
  count: "Count of members",
  order: "Order of members",
  cells: "Cells",
  other: "Other",
};

const axisText = (text: string) => {
  // What stands after // names a line that is no member.
  const path = decodePath(text.split("//")[0] ?? "");
  return path === undefined || path.length === 0
    ? ""
    : path.map(formatLabel).join(" › ");
};

/** What a query is for and where, e.g. `Cells under Alpha › Book 7`. */
export function questionTitle({ purpose, row, column }: Question): string {
  const places = [axisText(row), axisText(column)].filter(
    (text) => text !== "",
  );
  return places.length === 0
    ? PURPOSES[purpose]
    : `${PURPOSES[purpose]} under ${places.join(" · ")}`;
}

/** Which rollup gave an answer and of when it is, or that it was none. */
export const sourceText = ({ rollups }: Answer): string =>
  rollups.length === 0
    ? "raw: from the facts"
    : rollups
        .map(({ id, updatedAt }) =>
          updatedAt === undefined
            ? id
            : `${id}, built ${formatTime(updatedAt)}`,
        )
        .join("; ");

/** Time of the server against all of it, from request to parsed answer. */
export const timeText = ({ milliseconds, transfer }: Answer): string =>
  transfer?.serverMilliseconds === undefined
    ? formatMilliseconds(milliseconds)
    : `${formatMilliseconds(transfer.serverMilliseconds)} of ${formatMilliseconds(milliseconds)}`;

/** Size of an answer as it was sent, and to how many queries if to more than one. */
export const sizeText = ({ transfer, shared }: Answer): string => {
  if (transfer?.bytes === undefined) return "";
  const size = formatBytes(transfer.bytes);
  return shared === undefined ? size : `${size} for ${shared.questions}`;
};

const shellQuoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * A command that asks the same. The token itself is never in it: it would end up
 * in histories and chats.
 */
export const curlText = (
  query: Query,
  origin: string,
  withToken: boolean,
): string =>
  [
    `curl ${shellQuoted(`${origin}/cubejs-api/v1/load`)}`,
    "-H 'content-type: application/json'",
    ...(withToken ? ['-H "authorization: $CUBE_TOKEN"'] : []),
    `-d ${shellQuoted(JSON.stringify({ query }))}`,
  ].join(" \\\n  ");
