import { useState } from "react";
import { useStore } from "zustand";
import { NameForm } from "../explorer/bar/NameForm.tsx";
import { SavedViewLine } from "../explorer/bar/SavedViewLine.tsx";
import { Action } from "../explorer/parts/Action.tsx";
import { PanelButton } from "../explorer/parts/PanelButton.tsx";
import { findSaved } from "../pivot/state/saved-views.ts";
import { decodeState, encodeState } from "./codec.ts";
import { usePage } from "./page-context.ts";
import type { LookThroughState } from "./state.ts";
import { useSavedViews } from "./use-saved-views.ts";

/** What a view is about: opening rows is looking around, and no change of it. */
const subject = (state: LookThroughState) =>
  encodeState({ ...state, open: [], drill: null });

/** The views of this page that are saved in this browser. */
export function ViewsMenu() {
  const { state, change } = usePage();
  const store = useStore(useSavedViews());
  const { saved, problem } = store;
  const isShown = (search: string) =>
    subject(decodeState(search).state) === subject(state);
  const [name, setName] = useState(
    () => saved.views.find(({ search }) => isShown(search))?.name ?? "",
  );
  const current = findSaved(saved, name);
  const modified = current !== undefined && !isShown(current.search);
  const title = current?.name ?? "Look-through";

  return (
    <PanelButton
      label={`Saved views: ${title}${modified ? ", modified" : ""}`}
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
        <>
          {problem !== null && (
            <div className="panel-problem" role="alert">
              {problem}
              <button
                type="button"
                className="text-button"
                onClick={store.dismissProblem}
              >
                Dismiss
              </button>
            </div>
          )}
          {saved.views.map((view) => (
            <SavedViewLine
              key={view.name}
              view={view}
              isShown={view.name === current?.name}
              isDefault={view.name === saved.defaultName}
              onOpen={() => {
                change(decodeState(view.search).state);
                setName(view.name);
                close();
              }}
              onRename={(newName) => {
                store.rename(view.name, newName);
                if (view.name === name) setName(newName.trim());
              }}
              onRemove={() => store.remove(view.name)}
              onDefault={(isDefault) =>
                store.setDefault(isDefault ? view.name : null)
              }
            />
          ))}
          {current !== undefined && (
            <Action
              refused={modified ? undefined : "nothing has changed"}
              onClick={() => {
                store.save(current.name, encodeState(state));
                close();
              }}
            >
              {`Save "${current.name}"`}
            </Action>
          )}
          <NameForm
            label="Save as"
            initial=""
            onSubmit={(newName) => {
              store.save(newName, encodeState(state));
              setName(newName.trim());
            }}
          />
        </>
      )}
    </PanelButton>
  );
}
