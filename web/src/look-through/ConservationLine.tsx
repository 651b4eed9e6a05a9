import { Button } from "@mantine/core";
import type { Check } from "./conservation.ts";
import { TOLERANCE } from "./conservation.ts";
import { formatAmount, formatWeight } from "./figures.ts";
import { ErrorNotice } from "./Notices.tsx";
import { usePage } from "./page-context.ts";
import type { Totals } from "./use-totals.ts";
import { useQueryClient } from "@tanstack/react-query";

interface Props {
  totals: Totals;
}

/** The proof that nothing is lost or counted twice, or a red banner. */
export function ConservationLine({ totals }: Props) {
  const { format } = usePage();
  const queryClient = useQueryClient();
  if (totals.error !== undefined) {
    return (
      <div className="lt-banner" data-tone="error">
        <ErrorNotice onRetry={totals.retry}>
          {`The head figures could not be read: ${totals.error}`}
        </ErrorNotice>
      </div>
    );
  }
  if (totals.checks.length === 0) {
    return (
      <p
        className="lt-check"
        data-state={totals.loading ? "loading" : "unchecked"}
      >
        {totals.loading
          ? "Checking the sums…"
          : "Not checked: the figures are not all of this selection."}
      </p>
    );
  }
  const broken = totals.checks.filter(({ holds }) => !holds);
  const amount = (value: number) => formatAmount(value, format);
  if (broken.length > 0) {
    return (
      <div className="lt-banner" data-tone="error" role="alert">
        <div>
          <strong>The parts do not add up to the whole.</strong>{" "}
          {broken.map((check: Check) => (
            <span key={check.title}>
              {`${check.title}: ${amount(check.left)} against ${amount(check.right)}, a difference of ${amount(check.difference)} (${formatWeight(check.share)}). `}
            </span>
          ))}
          Do not use these figures. Trades that arrived between two answers
          differ only until the next check.
        </div>
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => void queryClient.invalidateQueries()}
        >
          Check again
        </Button>
      </div>
    );
  }
  return (
    <p className="lt-check" data-state="holds">
      <span className="lt-check-mark" aria-hidden>
        ✓
      </span>{" "}
      {`Look-through ${amount(totals.held ?? 0)} + unmapped ${amount(totals.unmapped ?? 0)} = total ${amount(totals.total ?? 0)}`}
      <span className="lt-check-note">
        {`, within ${formatWeight(TOLERANCE)}; direct + via wrappers = look-through`}
      </span>
    </p>
  );
}
