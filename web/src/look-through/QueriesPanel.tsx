import type { Query } from "@cubejs-client/core";
import { useState } from "react";
import "../explorer/drawer/drawer.css";
import { memberTitles } from "../explorer/drawer/member-titles.ts";
import { QueryItem } from "../explorer/drawer/QueryItem.tsx";
import { useViews } from "../model/use-views.ts";
import type { ActiveAnswer } from "./use-active-answers.ts";

interface Props {
  answers: readonly ActiveAnswer[];
  onClose: () => void;
}

/** What a query lists, in the words of the model. */
function queryTitle(query: Query, titleOf: (member: string) => string): string {
  const { dimensions = [], measures = [], timeDimensions = [] } = query;
  const by = [
    ...dimensions,
    ...timeDimensions.flatMap(({ dimension, granularity }) =>
      granularity === undefined ? [] : [dimension],
    ),
  ];
  if (by.length > 0) return by.map(titleOf).join(" × ");
  const [first, ...others] = measures.map(titleOf);
  return `${first ?? "Rows"}${others.length === 0 ? "" : ` and ${others.length} more`}, in total`;
}

/** All questions behind the figures on screen, to look into and run again. */
export default function QueriesPanel({ answers, onClose }: Props) {
  const { data: views = [] } = useViews();
  const titleOf = memberTitles(views);
  const [open, setOpen] = useState("");
  return (
    <section
      className="lt-inspector"
      aria-label="Queries"
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <ul className="query-list">
        {answers.map(({ key, query, answer }) => (
          <QueryItem
            key={key}
            title={queryTitle(query, titleOf)}
            query={query}
            answer={answer}
            titleOf={titleOf}
            isOpen={open === key}
            onToggle={() => setOpen(open === key ? "" : key)}
          />
        ))}
      </ul>
    </section>
  );
}
