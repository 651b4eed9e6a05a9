import { lazy } from "react";
import { useStore } from "zustand";
import { useSavedViews } from "../../pivot/state/use-saved-views.ts";
import { PanelButton } from "../parts/PanelButton.tsx";
import { useCurrentView } from "./use-current-view.ts";

const ViewsPanel = lazy(() => import("./ViewsPanel.tsx"));

/** Name of the view that is shown, and the menu of the saved ones. */
export function ViewsButton() {
  const saved = useStore(useSavedViews());
  const shown = useCurrentView(saved);
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
