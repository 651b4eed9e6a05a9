import { Loader } from "@mantine/core";
import { CopyButton } from "./CopyButton.tsx";
import type { Explanation, ScanExplanation } from "./explanation.ts";
import type { useExplanation } from "./use-explanation.ts";
import { isExplainable } from "./explanation.ts";

interface Props {
  statement: string;
  explanation: ReturnType<typeof useExplanation>;
}

/** What stands behind an answer: queries to Cube, SQL of ClickHouse, rollups. */
export function AnswerPanel({ statement, explanation }: Props) {
  const { data, error, isFetching } = explanation;
  return (
    <div className="sql-answer" aria-busy={isFetching}>
      {!isExplainable(statement) && (
        <p>Only a SELECT has queries behind it: Postgres answers this alone.</p>
      )}
      {isFetching && <Loader size="sm" aria-label="Asking how" />}
      {error !== null && (
        <p role="alert">
          {error.message}. The queries behind an answer are shown to tokens with
          the scope <code>sql</code>.
        </p>
      )}
      {data === null && <p>Postgres answers this alone, from its catalog.</p>}
      {data && <Queries explanation={data} />}
    </div>
  );
}

function Queries({
  explanation: { scans, postgres },
}: {
  explanation: Explanation;
}) {
  return (
    <>
      {scans.map((scan, index) => (
        <Scan
          key={index}
          scan={scan}
          title={scans.length === 1 ? "" : `${index + 1}: `}
        />
      ))}
      {postgres !== undefined && (
        <Text title="Postgres computes from the rows" text={postgres} />
      )}
    </>
  );
}

function Scan({ scan, title }: { scan: ScanExplanation; title: string }) {
  return (
    <section>
      <p className="sql-answer-source">
        {scan.rollups.length === 0
          ? "Read from the facts: no rollup covers this question."
          : `Read from the rollup ${scan.rollups.join(", ")}.`}
      </p>
      <Text
        title={`${title}Cube query, for /v1/load`}
        text={JSON.stringify(scan.query, null, 2)}
      />
      <Text
        title={`${title}ClickHouse SQL${scan.rollups.length === 0 ? "" : ", where a version of the rollup is read"}`}
        text={scan.sql}
      />
      {scan.subqueries.map((subquery, index) => (
        <Scan
          key={index}
          scan={subquery}
          title={`${title}filter ${index + 1}, run before: `}
        />
      ))}
    </section>
  );
}

function Text({ title, text }: { title: string; text: string }) {
  return (
    <figure className="sql-text">
      <figcaption>
        {title} <CopyButton text={() => text} label={`Copy: ${title}`} />
      </figcaption>
      <pre tabIndex={0}>{text}</pre>
    </figure>
  );
}
