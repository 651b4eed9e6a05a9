import { Button } from "@mantine/core";
import { formatDay } from "../pivot/format.ts";
import type { WrapperPosition } from "./holdings.ts";
import { ErrorNotice } from "./Notices.tsx";
import { NumberField } from "./NumberField.tsx";
import { usePage } from "./page-context.ts";
import { WEIGHT_ROWS } from "./weights.ts";

interface Props {
  positions: readonly WrapperPosition[] | undefined;
}

const list = (symbols: readonly string[]) =>
  symbols.length <= 6
    ? symbols.join(", ")
    : `${symbols.slice(0, 6).join(", ")} and ${symbols.length - 6} more`;

/** What the weights leave open: none at all, too old, of another day, cut off. */
export function WeightNotices({ positions }: Props) {
  const { state, change, weights } = usePage();
  const earlier = [...weights.earlier.values()].sort().at(-1);
  return (
    <>
      {weights.error !== undefined && (
        <div className="lt-banner" data-tone="error">
          <ErrorNotice onRetry={weights.retry}>
            {`The weights could not be read: ${weights.error}`}
          </ErrorNotice>
        </div>
      )}
      {positions?.length === 0 && (
        <p className="lt-banner" data-tone="info" role="status">
          No ETF or ETC was traded in this selection: all of it is held
          directly, and there is nothing to look through.
        </p>
      )}
      {weights.missing.length > 0 && (
        <div className="lt-banner" data-tone="warning" role="status">
          <span>
            {`No weights on ${formatDay(weights.day)} for ${list(weights.missing)}: their value is unmapped below.`}
            {earlier !== undefined &&
              ` The nearest earlier weights ended on ${formatDay(earlier)}.`}
          </span>
          {earlier !== undefined && (
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => change({ weightsDay: earlier })}
            >
              {`Show the weights of ${formatDay(earlier)}`}
            </Button>
          )}
        </div>
      )}
      {state.weightsDay !== null && (
        <div className="lt-banner" data-tone="info" role="status">
          <span>{`Weights are shown as of ${formatDay(state.weightsDay)}.`}</span>
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => change({ weightsDay: null })}
          >
            Use the last day of the dates
          </Button>
        </div>
      )}
      {weights.truncated && (
        <p className="lt-banner" data-tone="warning" role="status">
          {`Only the first ${WEIGHT_ROWS.toLocaleString("en-US")} weights were read: sums of weights and overlaps are not shown.`}
        </p>
      )}
      {positions !== undefined && positions.length > 0 && (
        <div className="lt-stale-line">
          {weights.stale.length > 0 && (
            <span className="lt-badge" data-tone="warning">
              stale weights
            </span>
          )}
          <span>
            {weights.stale.length > 0
              ? `${list(weights.stale.map(({ wrapper }) => wrapper))}: unchanged for more than`
              : "No weights unchanged for more than"}
          </span>
          <NumberField
            className="lt-days"
            aria-label="Days after which weights are stale"
            min={0}
            max={100_000}
            value={state.staleDays}
            onChange={(days, visit) =>
              change({ staleDays: Math.round(days) }, visit)
            }
          />
          <span>days</span>
        </div>
      )}
    </>
  );
}
