import { lazy } from "react";
import { useStore } from "zustand";
import { useSavedViews } from "../../pivot/state/use-saved-views.ts";
import { useExplorer } from "../explorer-context.ts";
import { PanelButton } from "../parts/PanelButton.tsx";
import { useCurrentView } from "./use-current-view.ts";

const ViewsPanel = lazy(() => import("./ViewsPanel.tsx"));

/** Name of the view that is shown, and the menu of the saved ones. */
export function ViewsButton() {
  const { view } = useExplorer();
  const saved = useStore(useSavedViews());
  const shown = useCurrentView(saved);
  const name = shown.current?.name ?? view.title;
  return (
    <PanelButton
      label={`Saved views: ${name}${shown.modified ? ", modified" : ""}`}
      text={
        <>
          <span className="view-name">{name}</span>
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
