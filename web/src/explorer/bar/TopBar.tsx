import { lazy } from "react";
import {
  comparisonTitle,
  datesTitle,
  rangeTitle,
} from "../../pivot/state/trading-calendar.ts";
import { useExplorer } from "../explorer-context.ts";
import { ExportMenu } from "../export/ExportMenu.tsx";
import { Icon } from "../parts/Icon.tsx";
import { IconButton } from "../parts/IconButton.tsx";
import { PanelButton } from "../parts/PanelButton.tsx";
import { UndoButtons } from "../parts/UndoButtons.tsx";
import { ModeSwitch } from "./ModeSwitch.tsx";
import { ShareButton } from "./ShareButton.tsx";
import { ViewsButton } from "./ViewsButton.tsx";

const DatesPanel = lazy(() => import("./DatesPanel.tsx"));
const ComparisonPanel = lazy(() => import("./ComparisonPanel.tsx"));
const LayoutPanel = lazy(() => import("./LayoutPanel.tsx"));

interface Props {
  /** Whether the fields are shown; undefined = they have no place of their own. */
  fieldsShown: boolean | undefined;
  onFields: (shown: boolean) => void;
  onHelp: () => void;
}

/** What the pivot as a whole is about: view, days, comparison, exposure, layout. */
export function TopBar({ fieldsShown, onFields, onHelp }: Props) {
  const { state, plan, history, dispatch, openDrawer, page } = useExplorer();
  return (
    <div className="top-bar" role="toolbar" aria-label="Pivot">
      {fieldsShown !== undefined && (
        <button
          type="button"
          className="icon-button"
          aria-label="Fields"
          aria-expanded={fieldsShown}
          title={fieldsShown ? "Hide the fields" : "Show the fields"}
          onClick={() => onFields(!fieldsShown)}
        >
          <Icon name="fields" />
        </button>
      )}
      <ViewsButton />
      {plan.dates !== null && (
        <>
          <PanelButton
            label="Dates"
            text={datesTitle(state.dates)}
            title={rangeTitle(plan.dates)}
            width={600}
          >
            {(close) => <DatesPanel onClose={close} />}
          </PanelButton>
          <PanelButton
            label="Comparison"
            text={
              state.comparison === null
                ? "No comparison"
                : `vs ${comparisonTitle(state.comparison).toLowerCase()}`
            }
            title={
              plan.comparison === null ? undefined : rangeTitle(plan.comparison)
            }
            width={600}
          >
            {(close) => <ComparisonPanel onClose={close} />}
          </PanelButton>
        </>
      )}
      <ModeSwitch />
      <PanelButton label="Layout" text="Layout" width={230}>
        {() => <LayoutPanel />}
      </PanelButton>
      <span className="bar-space" />
      <UndoButtons history={history} />
      <IconButton
        icon="reset"
        label="Back to the default of this view"
        onClick={() => dispatch({ type: "reset" })}
      />
      {page !== undefined && <ShareButton page={page} />}
      <ExportMenu />
      <IconButton
        icon="chart"
        label="Chart"
        onClick={() => openDrawer({ kind: "chart" })}
      />
      <IconButton
        icon="inspect"
        label="Inspect the queries"
        onClick={() => openDrawer({ kind: "inspector", target: undefined })}
      />
      <IconButton
        icon="help"
        label="Keys and definitions (?)"
        onClick={onHelp}
      />
    </div>
  );
}
