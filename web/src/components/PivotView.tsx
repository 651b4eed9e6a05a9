import { useState } from "react";
import { assembleRows } from "../pivot/assemble.ts";
import { measuresInMode } from "../pivot/exposure.ts";
import type { Fields } from "../pivot/fields.ts";
import { formatDay } from "../pivot/format.ts";
import { encodePath, type MemberPath } from "../pivot/member-path.ts";
import type { PivotPlan } from "../pivot/query-plan.ts";
import type { DayRange } from "../pivot/state.ts";
import { nextSort, toggleRow } from "../pivot/state-changes.ts";
import { usePivotAnswers } from "../pivot/use-pivot-answers.ts";
import type { PivotStateControl } from "../pivot/use-pivot-state.ts";
import { PageMessage } from "./PageMessage.tsx";
import { PivotTable } from "./PivotTable.tsx";
import { StatusBar } from "./StatusBar.tsx";

interface Props {
  fields: Fields;
  control: PivotStateControl;
  range: DayRange;
}

/** How many pages are loaded below a row, for one plan only. */
interface Pages {
  plan: string;
  counts: ReadonlyMap<string, number>;
}

const NO_PAGES: Pages = { plan: "", counts: new Map() };

export function PivotView({ fields, control, range }: Props) {
  const { state, change } = control;
  const { shown, hidden } = measuresInMode(state.measures, state.mode, fields);
  const hierarchy = fields.hierarchies.find(
    ({ name }) => name === state.hierarchy,
  );
  if (hierarchy === undefined) {
    throw new Error(`state names an unknown hierarchy ${state.hierarchy}`);
  }
  const [sorted] = measuresInMode(
    state.sort === null ? [] : [state.sort.measure],
    state.mode,
    fields,
  ).shown;
  const sort =
    sorted !== undefined && state.sort !== null && shown.includes(sorted)
      ? { member: sorted.member, descending: state.sort.descending }
      : undefined;
  const plan: PivotPlan = {
    hierarchy,
    measures: shown,
    timeDimension: fields.timeDimension,
    dates: state.dates ?? range,
    sort,
  };

  const planKey = JSON.stringify([
    hierarchy.name,
    plan.measures.map(({ name }) => name),
    plan.dates,
    sort,
  ]);
  const [pages, setPages] = useState(NO_PAGES);
  const counts = pages.plan === planKey ? pages.counts : NO_PAGES.counts;
  const answers = usePivotAnswers(
    plan,
    state.expanded,
    (key) => counts.get(key) ?? 1,
  );

  if (shown.length === 0) {
    return (
      <PageMessage
        title="No measure to show"
        action={{
          label: "Show as traded",
          onClick: () => change({ mode: "as_traded" }),
        }}
      >
        {`${hidden.map(({ title }) => title).join(", ")}: as traded only.`}
      </PageMessage>
    );
  }

  const open = new Set(state.expanded.map(encodePath));
  const rows = assembleRows(plan, answers.branchAt, open);
  const root = answers.branchAt("")?.pages[0];
  const empty =
    root?.answer !== undefined && !root.stale && root.answer.rows.length === 0;
  const loadMore = (path: MemberPath) => {
    const key = encodePath(path);
    const next = new Map(counts).set(key, (counts.get(key) ?? 1) + 1);
    setPages({ plan: planKey, counts: next });
  };

  return (
    <>
      {empty ? (
        <PageMessage
          title="No trades in these dates"
          action={
            state.dates === null
              ? undefined
              : {
                  label: "Show all days",
                  onClick: () => change({ dates: null }),
                }
          }
        >
          {`The date filter ${plan.dates.map(formatDay).join(" – ")} leaves nothing; there is data from ${range.map(formatDay).join(" to ")}.`}
        </PageMessage>
      ) : (
        <PivotTable
          plan={plan}
          rows={rows}
          total={answers.total}
          onRetryTotal={answers.retryTotal}
          onRetry={answers.retry}
          onLoadMore={loadMore}
          onToggle={(path) =>
            change({ expanded: toggleRow(state.expanded, path) }, "replace")
          }
          onSort={(measure) =>
            change({
              sort:
                measure === null
                  ? null
                  : nextSort(
                      sort === undefined || sorted === undefined
                        ? null
                        : { ...sort, measure: sorted.name },
                      measure,
                    ),
            })
          }
        />
      )}
      <StatusBar
        answers={answers.answers}
        fetching={answers.isFetching}
        rows={rows.filter(({ kind }) => kind === "member").length}
      />
    </>
  );
}
