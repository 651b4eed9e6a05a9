import { useQueries } from "@tanstack/react-query";
import { useClient } from "../api/client-context.ts";
import { loadKey } from "../api/query-key.ts";
import { formatDay } from "../pivot/format.ts";
import { planPivot } from "../pivot/plan/pivot-plan.ts";
import { pivotQuery } from "../pivot/plan/queries.ts";
import { shownState } from "../pivot/state/mode.ts";
import type { PivotState } from "../pivot/state/pivot-state.ts";
import { useExplorer } from "./explorer-context.ts";
import { filterText } from "./shelf/filter-text.ts";

/** A choice that keeps facts out. */
export interface Lift {
  /** The choice, and what to do about it. */
  title: string;
  label: string;
  lift: () => void;
  /** Whether there is something to show without it; undefined = not known. */
  brings: boolean | undefined;
}

interface Choice extends Omit<Lift, "brings"> {
  without: PivotState;
}

/** The choices that keep facts out, each with what lifting it alone would bring. */
export function useLifts(): Lift[] {
  const client = useClient();
  const { view, state, plan, dispatch } = useExplorer();
  const choices: Choice[] = state.filters.map((filter, index) => {
    const title = filterText(view, filter);
    return {
      title,
      label: `Remove: ${title}`,
      without: {
        ...state,
        filters: state.filters.filter((_, other) => other !== index),
      },
      lift: () =>
        dispatch({ type: "remove", place: { shelf: "filters", index } }),
    };
  });
  if (state.dates !== null && plan.dates !== null) {
    choices.unshift({
      title: `the dates ${plan.dates.map(formatDay).join(" to ")}`,
      label: "Show all days",
      without: { ...state, dates: null },
      lift: () => dispatch({ type: "setDates", dates: null }),
    });
  }
  const answers = useQueries({
    queries: choices.map(({ without }) => {
      const shown = shownState(without, view);
      const dates = without.dates === null ? null : plan.dates;
      const wider = planPivot(view, shown, dates, null);
      const query = pivotQuery(wider, "current", {
        dimensions: wider.rows.levels
          .slice(0, 1)
          .map(({ dimension }) => dimension),
        limit: 1,
      });
      return {
        queryKey: loadKey(query),
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          client.load(query, signal),
      };
    }),
  });
  return choices.map(({ title, label, lift }, index) => {
    const rows = answers[index]?.data?.rows;
    return { title, label, lift, brings: rows && rows.length > 0 };
  });
}
