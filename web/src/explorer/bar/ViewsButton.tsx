import { lazy } from "react";
import { useStore } from "zustand";
import { isModified } from "../../pivot/state/saved-views.ts";
import { useSavedViews } from "../../pivot/state/use-saved-views.ts";
import { useExplorer } from "../explorer-context.ts";
import { PanelButton } from "../parts/PanelButton.tsx";
import { useCurrentView } from "./use-current-view.ts";

const ViewsPanel = lazy(() => import("./ViewsPanel.tsx"));

/** Name of the view that is shown, and the menu of the saved ones. */
export function ViewsButton() {
  const saved = useStore(useSavedViews());
  const { state, views, history } = useExplorer();
  const shown = useCurrentView(saved, history, (view) =>
    isModified(state, view, views),
  );
  const name = shown.current?.name;
  return (
    <PanelButton
      label={`Saved views${name === undefined ? "" : `: ${name}`}${shown.modified ? ", modified" : ""}`}
      text={
        <>
          <span className="view-name">{name ?? "Saved views"}</span>
          {shown.modified && (
            <span className="modified-dot" title="Modified since it was saved">
              ●
            </span>
          )}
        </>
      }
      width={300}
    >
      {(close) => <ViewsPanel saved={saved} shown={shown} onClose={close} />}
    </PanelButton>
  );
}
