import { Button } from "@mantine/core";
import type { ErrorPlace } from "./editor/SqlEditor.tsx";
import type { SqlFailure } from "./sql-failure.ts";

interface Props {
  failure: SqlFailure;
  /** Where in the editor; undefined = the text changed, or nobody knows. */
  place: ErrorPlace | undefined;
  onGoTo: (position: number) => void;
}

/** Why a statement failed: what Postgres would say, and what to do. */
export function FailureBox({ failure, place, onGoTo }: Props) {
  const { message, hint, sqlState, requestId } = failure;
  return (
    <div className="sql-failure" role="alert">
      <p className="sql-failure-message">{message}</p>
      {hint !== undefined && <p>Hint: {hint}</p>}
      <p className="sql-soft">
        {place !== undefined && (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => onGoTo(place.at)}
          >
            Line {place.line}, column {place.column}
          </Button>
        )}
        {sqlState !== undefined && <span>SQLSTATE {sqlState}</span>}
        {requestId !== undefined && <span>Request {requestId}</span>}
      </p>
    </div>
  );
}
