import { Button, Tabs } from "@mantine/core";
import { lazy, Suspense, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { PageMessage } from "../components/PageMessage.tsx";
import { useHelp } from "../explorer/help/use-help.ts";
import { useKeys } from "../explorer/use-keys.ts";
import { formatDay } from "../pivot/format.ts";
import type { View } from "../model/view.ts";
import { basisFormat, basisMeasures } from "./basis.ts";
import { ConcentrationPanel } from "./ConcentrationPanel.tsx";
import { ConservationLine } from "./ConservationLine.tsx";
import { ControlBar } from "./ControlBar.tsx";
import { CurrencyNotice } from "./CurrencyNotice.tsx";
import { DrillPanel } from "./DrillPanel.tsx";
import { readWrappers } from "./holdings.ts";
import { HoldingsPanel } from "./HoldingsPanel.tsx";
import { REGIONS } from "./keys.ts";
import { OverlapPanel } from "./OverlapPanel.tsx";
import { PageContext } from "./page-context.ts";
import { type Plan, wrappersQuery } from "./queries.ts";
import { type DayRange, TABS } from "./state.ts";
import { StatusLine } from "./StatusLine.tsx";
import { Tiles } from "./Tiles.tsx";
import { useLoad } from "./use-load.ts";
import { useLookThroughState } from "./use-state.ts";
import { useTotals } from "./use-totals.ts";
import { useWeights } from "./use-weights.ts";
import { WeightNotices } from "./WeightNotices.tsx";
import { WrapperPanel } from "./WrapperPanel.tsx";

// The charting library is four times the rest of the page.
const FlowPanel = lazy(() => import("./FlowPanel.tsx"));
const LookThroughHelp = lazy(() => import("./LookThroughHelp.tsx"));

const TAB_TITLES = {
  holdings: "Holdings",
  flow: "Flow",
  wrapper: "Inside a wrapper",
  overlap: "Overlap",
  concentration: "Concentration",
} as const;

interface Props {
  view: View;
  /** First and last day with trades. */
  range: DayRange;
}

export function LookThroughView({ view, range }: Props) {
  const history = useLookThroughState();
  const { state, change, messages } = history;
  const dates = state.dates ?? range;
  const root = useRef<HTMLDivElement>(null);
  const help = useHelp(root);
  const [openOnPhone, setOpenOnPhone] = useState(false);
  useKeys(root, REGIONS, {
    undo: history.undo,
    redo: history.redo,
    help: help.open,
    search: () => {
      flushSync(() => setOpenOnPhone(true));
      root.current?.querySelector<HTMLElement>("[data-filter]")?.focus();
    },
  });
  const base: Plan = {
    measures: basisMeasures(state.basis),
    rows: state.rows,
    dates,
    slices: state.slices,
    part: state.part,
    count: state.count,
    staleWrappers: [],
  };
  const totals = useTotals(base);
  const wrappers = useLoad(wrappersQuery(base));
  const positions = wrappers.rows && readWrappers(wrappers.rows, base.measures);
  const weights = useWeights(
    state.weightsDay ?? dates[1],
    range[0],
    positions?.map(({ symbol }) => symbol),
    state.staleDays,
  );
  const plan = {
    ...base,
    staleWrappers: weights.stale.map(({ wrapper }) => wrapper),
  };

  const panel = () => {
    if (totals.empty && !totals.stale) {
      return (
        <PageMessage
          title="No trades in this selection"
          action={{
            label: "Show everything",
            onClick: () => change({ dates: null, slices: [] }),
          }}
        >
          {`The dates ${dates.map(formatDay).join(" – ")}${state.slices.length > 0 ? " and the filters" : ""} leave nothing; there are trades from ${range.map(formatDay).join(" to ")}.`}
        </PageMessage>
      );
    }
    switch (state.tab) {
      case "holdings":
        return <HoldingsPanel wrappers={wrappers} totals={totals} />;
      case "flow":
        return (
          <Suspense fallback={<p className="lt-loading">Loading the chart…</p>}>
            <FlowPanel />
          </Suspense>
        );
      case "wrapper":
        return <WrapperPanel positions={positions} />;
      case "overlap":
        return <OverlapPanel positions={positions} />;
      case "concentration":
        return <ConcentrationPanel />;
    }
  };

  return (
    <PageContext
      value={{
        view,
        state,
        change,
        history,
        plan,
        format: basisFormat(state.basis, view),
        weights,
        total: totals.total,
      }}
    >
      <div className="lt-page" ref={root}>
        <ControlBar
          range={range}
          openOnPhone={openOnPhone}
          onOpenOnPhone={setOpenOnPhone}
          onHelp={help.open}
        />
        <div className="lt-body">
          {messages.length > 0 && (
            <div className="lt-banner" data-tone="warning" role="status">
              <div>
                {messages.map((message) => (
                  <div key={message}>{message}</div>
                ))}
              </div>
              <Button
                size="compact-xs"
                variant="default"
                onClick={history.dismissMessages}
              >
                Dismiss
              </Button>
            </div>
          )}
          <Tiles totals={totals} />
          <ConservationLine totals={totals} />
          <CurrencyNotice />
          <WeightNotices positions={totals.empty ? undefined : positions} />
          <Tabs
            value={state.tab}
            keepMounted={false}
            onChange={(value) => {
              const tab = TABS.find((item) => item === value);
              if (tab !== undefined) change({ tab });
            }}
          >
            <Tabs.List className="lt-tabs" aria-label="What to show">
              {TABS.map((tab) => (
                <Tabs.Tab key={tab} value={tab}>
                  {TAB_TITLES[tab]}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <Tabs.Panel
              value={state.tab}
              className="lt-panel"
              data-region="panel"
            >
              {panel()}
            </Tabs.Panel>
          </Tabs>
        </div>
        {state.drill !== null && <DrillPanel drill={state.drill} />}
        <StatusLine range={range} />
      </div>
      {help.shown && (
        <Suspense>
          <LookThroughHelp onClose={help.close} />
        </Suspense>
      )}
    </PageContext>
  );
}
