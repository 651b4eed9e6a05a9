import type { Query } from "@cubejs-client/core";
import type { Answer } from "../../pivot/answer.ts";
import { formatRows } from "../../pivot/format.ts";
import { sizeText, sourceText, timeText } from "./ask-text.ts";
import { QueryDetails } from "./QueryDetails.tsx";
import "./QueryItem.css";

interface Props {
  title: string;
  query: Query;
  answer: Answer | undefined;
  error?: Error | undefined;
  titleOf: (member: string) => string;
  isOpen: boolean;
  onToggle: () => void;
}

/** A query of a list in a line, and all about it once it is opened. */
export function QueryItem(props: Props) {
  const { title, query, answer, error, titleOf, isOpen, onToggle } = props;
  const state = error === undefined ? "loading" : "failed";
  return (
    <li>
      <button
        type="button"
        className="query-item"
        aria-expanded={isOpen}
        onClick={onToggle}
      >
        <span className="query-where">{title}</span>
        <span>
          {answer === undefined ? "" : formatRows(answer.rows.length)}
        </span>
        <span title="Of the server, of all from request to parsed answer">
          {answer === undefined ? state : timeText(answer)}
        </span>
        <span>{answer === undefined ? "" : sizeText(answer)}</span>
        <span className="query-note">
          {error?.message ??
            (answer === undefined ? "asked" : sourceText(answer))}
        </span>
      </button>
      {isOpen && (
        <QueryDetails query={query} answer={answer} titleOf={titleOf} />
      )}
    </li>
  );
}
