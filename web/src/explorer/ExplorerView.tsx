import { lazy, Suspense, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { View } from "../model/view.ts";
import type { AnswerStore } from "../pivot/answers/answer-store.ts";
import { LIMITS } from "../pivot/plan/limits.ts";
import { planPivot } from "../pivot/plan/pivot-plan.ts";
import type { PivotHistory } from "../pivot/state/history.ts";
import { shownState } from "../pivot/state/mode.ts";
import {
  resolveComparison,
  resolveDates,
} from "../pivot/state/trading-calendar.ts";
import { fieldTitle } from "../pivot/state/view-fields.ts";
import { canDrop } from "../pivot/state/shelves.ts";
import { TopBar } from "./bar/TopBar.tsx";
import { LevelsPanel } from "./bar/LevelsPanel.tsx";
import { useOpenToLevel } from "./bar/use-open-to-level.ts";
import { CellMenu, type CellMenuProps } from "./CellMenu.tsx";
import { Drawer } from "./drawer/Drawer.tsx";
import { FieldDnd } from "./dnd/FieldDnd.tsx";
import { EmptyPivot } from "./EmptyPivot.tsx";
import { ExplorerGrid } from "./ExplorerGrid.tsx";
import {
  type DrawerPanel,
  type Explorer,
  ExplorerContext,
} from "./explorer-context.ts";
import { FieldPanel } from "./fields/FieldPanel.tsx";
import { useRemembered } from "./fields/use-remembered.ts";
import {
  findSelection,
  KEPT_START,
  keepSelection,
} from "./grid/kept-selection.ts";
import { gridTable } from "./grid/table.ts";
import { useWidth } from "./grid/use-column-window.ts";
import { useHelp } from "./help/use-help.ts";
import { PhoneBar } from "./phone/PhoneBar.tsx";
import { onlyValue } from "./phone/only-value.ts";
import { useLongPress } from "./phone/use-long-press.ts";
import { Shelves } from "./shelf/Shelves.tsx";
import { useCurrencies } from "./use-currencies.ts";
import { useKeys } from "./use-keys.ts";
import { usePivotGrid } from "./use-pivot-grid.ts";
import { StatusLine } from "./StatusLine.tsx";

const ExplorerHelp = lazy(() => import("./help/ExplorerHelp.tsx"));

/** In the order F6 walks them. */
const REGIONS = ["fields", "shelf", "grid", "drawer"];

/** Below this width the fields and shelves lie in sheets. */
const NARROW = 640;

interface Props {
  view: View;
  days: readonly string[];
  history: PivotHistory;
  answers: AnswerStore;
  page: string | undefined;
}

/** The pivot page below its messages: shelves, grid, drawer and status. */
export function ExplorerView(props: Props) {
  const { view, days, history, answers, page } = props;
  const { state, dispatch, views } = history;
  const shown = shownState(state, view);
  const dates =
    view.timeDimension === undefined ? null : resolveDates(shown.dates, days);
  const comparison =
    shown.comparison === null || dates === null
      ? null
      : resolveComparison(shown.comparison, dates, days);
  const root = useRef<HTMLDivElement>(null);
  const width = useWidth(root);
  const narrow = width > 0 && width < NARROW;
  const [phoneValue, setPhoneValue] = useState("");
  const whole = planPivot(view, shown, dates, comparison, LIMITS, days);
  const plan = narrow ? onlyValue(whole, phoneValue) : whole;
  const { grid, stale, commit, want } = usePivotGrid(answers, plan, shown);

  const [menu, setMenu] = useState<Omit<CellMenuProps, "onClose">>();
  const [levelsAt, setLevelsAt] = useState<DOMRect>();
  const [drawer, setDrawer] = useState<DrawerPanel>();
  const [kept, setKept] = useState(KEPT_START);
  const currencies = useCurrencies(view, grid.ready && !stale);
  const { totals } = shown;
  const table = useMemo(() => gridTable(grid, totals), [grid, totals]);
  const selection = useMemo(() => findSelection(table, kept), [table, kept]);
  const [live, setLive] = useState(false);
  const help = useHelp(root);
  const [sheet, setSheet] = useState<"fields" | "shelves">();
  const [fieldsShown, setFieldsShown] = useRemembered(
    "lookthrough.fields-shown",
    true,
  );
  const longPress = useLongPress();
  const openToLevel = useOpenToLevel({ grid, shown, dispatch, history });
  useKeys(root, REGIONS, {
    undo: history.undo,
    redo: history.redo,
    help: help.open,
    search: () => {
      flushSync(() => {
        if (narrow) setSheet("fields");
        else setFieldsShown(true);
      });
      root.current?.querySelector<HTMLElement>("[data-field-search]")?.focus();
    },
  });

  const explorer: Explorer = {
    views,
    view,
    state,
    shown,
    dispatch,
    history,
    page,
    days,
    plan,
    grid,
    answers,
    selected: { selection, table },
    openDrawer: setDrawer,
    openToLevel,
  };
  // What hangs at a cell goes at once, so it cannot give the focus back itself.
  const focusGrid = () =>
    root.current?.querySelector<HTMLElement>('[data-region="grid"]')?.focus();
  const empty =
    // A question without a measure has no answer to wait for.
    plan.values.length === 0 ||
    (!stale &&
      grid.ready &&
      grid.rows.branches.size > 0 &&
      grid.rows.items.length === 0);

  return (
    <ExplorerContext value={explorer}>
      <FieldDnd
        titleOf={({ name }) => fieldTitle(view, name)}
        canDrop={(field, shelf) => canDrop(state, view, field, shelf)}
        onDrop={({ name, from }, place) =>
          dispatch(
            from === undefined
              ? { type: "add", name, ...place }
              : { type: "move", from, to: place },
          )
        }
      >
        <div
          ref={root}
          className="explorer-page"
          data-narrow={narrow || undefined}
        >
          <TopBar
            fieldsShown={narrow ? undefined : fieldsShown}
            onFields={setFieldsShown}
            onHelp={help.open}
          />
          <div className="explorer-body">
            {!narrow && fieldsShown && <FieldPanel />}
            <div className="explorer-main">
              {narrow ? (
                <PhoneBar
                  values={whole.values}
                  shown={plan.values[0]}
                  onShow={setPhoneValue}
                  sheet={sheet}
                  onSheet={setSheet}
                />
              ) : (
                <Shelves />
              )}
              <div className="explorer-grid" {...longPress}>
                {empty ? (
                  <EmptyPivot />
                ) : (
                  <ExplorerGrid
                    stale={stale}
                    currencies={currencies}
                    flash={live}
                    onWant={want}
                    onRendered={commit}
                    onMenu={(target, anchor, choice) =>
                      setMenu({ target, anchor, choice })
                    }
                    onLevels={setLevelsAt}
                    onSelect={(next) => setKept(keepSelection(table, next))}
                  />
                )}
              </div>
            </div>
            {drawer !== undefined && (
              <Drawer panel={drawer} onClose={() => setDrawer(undefined)} />
            )}
          </div>
          <StatusLine live={live} onLive={setLive} />
        </div>
      </FieldDnd>
      {menu !== undefined && (
        <CellMenu
          {...menu}
          onClose={() => {
            setMenu(undefined);
            focusGrid();
          }}
        />
      )}
      {levelsAt !== undefined && (
        <LevelsPanel
          anchor={levelsAt}
          onClose={() => {
            setLevelsAt(undefined);
            focusGrid();
          }}
        />
      )}
      {help.shown && (
        <Suspense>
          <ExplorerHelp onClose={help.close} />
        </Suspense>
      )}
    </ExplorerContext>
  );
}
