import { useStore } from "zustand";
import { SavedViews } from "../explorer/bar/SavedViews.tsx";
import { useCurrentView } from "../explorer/bar/use-current-view.ts";
import { PanelButton } from "../explorer/parts/PanelButton.tsx";
import { decodeState, encodeState } from "./codec.ts";
import { usePage } from "./page-context.ts";
import type { LookThroughState } from "./state.ts";
import { useSavedViews } from "./use-saved-views.ts";

/** What a view is about: opening rows is looking around, and no change of it. */
const subject = (state: LookThroughState) =>
  encodeState({ ...state, open: [], drill: null });

/** The views of this page that are saved in this browser. */
export function ViewsMenu() {
  const { state, history } = usePage();
  const store = useStore(useSavedViews());
  const { current, modified, setName } = useCurrentView(
    store,
    history,
    ({ search }) => subject(decodeState(search).state) !== subject(state),
  );
  const title = current?.name ?? "Saved views";

  return (
    <PanelButton
      label={`Saved views${current === undefined ? "" : `: ${current.name}`}${modified ? ", modified" : ""}`}
      text={
        <>
          {title}
          {modified && (
            <span className="modified-dot" title="Modified since it was saved">
              ●
            </span>
          )}
        </>
      }
      width={300}
    >
      {(close) => (
        <SavedViews
          store={store}
          search={encodeState(state)}
          current={current?.name}
          modified={modified}
          onOpen={(search) => history.step(decodeState(search))}
          onName={setName}
          onClose={close}
        />
      )}
    </PanelButton>
  );
}
