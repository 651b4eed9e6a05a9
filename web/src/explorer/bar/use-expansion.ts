import { useState } from "react";
import { errorText } from "../../api/client.ts";
import { useClient } from "../../api/client-context.ts";
import { formatCount } from "../../pivot/format.ts";
import type { Axis } from "../../pivot/state/view-fields.ts";
import { useExplorer } from "../explorer-context.ts";
import {
  estimateQuery,
  estimateRows,
  MANY_ROWS,
  type RowEstimate,
} from "./estimate-rows.ts";

/** What is known before an axis is opened. */
interface Estimate {
  axis: Axis;
  level: number;
  text: string;
  /** So many rows that one is asked first. */
  confirm: boolean;
}

const inWords = ({ rows, atLeast, atMost }: RowEstimate) =>
  `${atLeast ? "At least" : atMost ? "At most" : "About"} ${formatCount(rows)} rows`;

/** Counts what opening an axis would show, and asks first when it is much. */
export function useExpansion() {
  const client = useClient();
  const { plan, openToLevel } = useExplorer();
  const [estimate, setEstimate] = useState<Estimate>();

  const ask = async (axis: Axis, level: number) => {
    const place = { axis, level };
    if (level === 1) {
      setEstimate(undefined);
      openToLevel(axis, level);
      return;
    }
    setEstimate({ ...place, text: "Counting the rows…", confirm: false });
    try {
      const query = estimateQuery(plan, plan[axis], level);
      const answer = await client.load(query, new AbortController().signal);
      const counted = estimateRows(answer, plan[axis], level);
      if (counted.rows > MANY_ROWS || counted.atLeast) {
        setEstimate({
          ...place,
          text: `${inWords(counted)} are a lot to open at once`,
          confirm: true,
        });
        return;
      }
      setEstimate({ ...place, text: inWords(counted), confirm: false });
      openToLevel(axis, level);
    } catch (error) {
      const reason = error instanceof Error ? errorText(error) : String(error);
      setEstimate({
        ...place,
        text: `The rows could not be counted: ${reason}`,
        confirm: true,
      });
    }
  };

  return {
    estimate,
    ask,
    confirm: () => {
      if (estimate !== undefined) {
        openToLevel(estimate.axis, estimate.level);
        setEstimate(undefined);
      }
    },
    cancel: () => setEstimate(undefined),
  };
}
