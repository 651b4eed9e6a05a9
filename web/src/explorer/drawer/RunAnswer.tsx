import type { Answer } from "../../pivot/answer.ts";
import { formatRows } from "../../pivot/format.ts";
import { sizeText, sourceText, timeText } from "./ask-text.ts";

const SHOWN_ROWS = 20;

/** What a query run by hand gave: its first rows as they came. */
export function RunAnswer({ answer }: { answer: Answer }) {
  const { rows } = answer;
  const members = Object.keys(rows[0] ?? {});
  const more = rows.length - SHOWN_ROWS;
  return (
    <div role="status">
      <p>
        {[
          `${formatRows(rows.length)} in ${timeText(answer)}`,
          sizeText(answer),
          sourceText(answer),
        ]
          .filter((text) => text !== "")
          .join(", ")}
        {more > 0 && `; the first ${SHOWN_ROWS}:`}
      </p>
      <div
        className="drawer-scroll"
        role="region"
        aria-label="Answer"
        tabIndex={0}
      >
        <table>
          <thead>
            <tr>
              {members.map((member) => (
                <th key={member} scope="col">
                  {member}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, SHOWN_ROWS).map((row, index) => (
              <tr key={index}>
                {members.map((member) => (
                  <td key={member}>{String(row[member] ?? "–")}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
