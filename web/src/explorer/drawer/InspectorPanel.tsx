import { hashKey } from "@tanstack/react-query";
import { useState } from "react";
import { loadKey } from "../../api/query-key.ts";
import { transfersOf } from "../../pivot/answer-summary.ts";
import {
  formatBytes,
  formatCount,
  formatRequests,
} from "../../pivot/format.ts";
import type { Question } from "../../pivot/grid/ask.ts";
import { useExplorer } from "../explorer-context.ts";
import { useAsked } from "../use-asked.ts";
import type { CellTarget } from "../grid/use-grid-input.ts";
import { questionTitle } from "./ask-text.ts";
import { memberTitles } from "./member-titles.ts";
import { QueryItem } from "./QueryItem.tsx";

const keyOf = ({ query }: Question) => hashKey(loadKey(query));

/** All queries of the view: those of the cell first, where there is one. */
export function InspectorPanel({ target }: { target: CellTarget | undefined }) {
  const { answers, grid, view } = useExplorer();
  const asked = useAsked(answers);
  const titleOf = memberTitles([view]);
  const cell =
    target?.column === undefined
      ? undefined
      : grid.cell(target.row, target.column.node, target.column.value);
  const ofCell = new Set(cell?.questions.map(keyOf));
  const sorted = asked.toSorted(
    (one, other) =>
      Number(ofCell.has(keyOf(other.question))) -
      Number(ofCell.has(keyOf(one.question))),
  );
  const [first] = [...ofCell];
  const [open, setOpen] = useState(first);
  const answered = asked.flatMap(({ load }) => load.answer ?? []);
  const raw = answered.filter(({ rollups }) => rollups.length === 0).length;
  const transfers = transfersOf(answered);
  const size = transfers.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
  return (
    <>
      <p className="drawer-note">
        {`${formatCount(asked.length)} queries on screen: ${formatCount(answered.length - raw)} from rollups, ${formatCount(raw)} raw; ${formatBytes(size)} in ${formatRequests(transfers.length)}.`}
      </p>
      <div className="drawer-table" tabIndex={-1}>
        <ul className="query-list">
          {sorted.map(({ question, load }) => {
            const key = keyOf(question);
            const isOpen = key === open;
            return (
              <QueryItem
                key={key}
                title={`${questionTitle(question)}${ofCell.has(key) ? " · this cell" : ""}`}
                query={question.query}
                answer={load.answer}
                error={load.error}
                titleOf={titleOf}
                isOpen={isOpen}
                onToggle={() => setOpen(isOpen ? undefined : key)}
              />
            );
          })}
        </ul>
      </div>
    </>
  );
}
