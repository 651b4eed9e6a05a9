import type { SavedViewsState } from "../../pivot/state/saved-views-store.ts";
import { Action } from "../parts/Action.tsx";
import { NameForm } from "./NameForm.tsx";
import { SavedViewLine } from "./SavedViewLine.tsx";

interface Props {
  store: SavedViewsState;
  /** The page as it is, to save. */
  search: string;
  /** Name of the saved view that is open. */
  current: string | undefined;
  /** Whether the page differs from it. */
  modified: boolean;
  onOpen: (search: string) => void;
  onName: (name: string) => void;
  onClose: () => void;
}

/** Saved views of a page: to open, rename, remove, open at first, and save. */
export function SavedViews(props: Props) {
  const { store, search, current, modified, onOpen, onName, onClose } = props;
  const { saved, problem } = store;
  const save = (name: string) => {
    const isKept = store.save(name, search);
    onName(name.trim());
    if (isKept) onClose();
  };
  return (
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
      {saved.views.length > 0 && <div className="panel-title">Saved views</div>}
      {saved.views.map((view) => (
        <SavedViewLine
          key={view.name}
          view={view}
          isShown={view.name === current}
          isDefault={view.name === saved.defaultName}
          onOpen={() => {
            onOpen(view.search);
            onName(view.name);
            onClose();
          }}
          onRename={(name) => {
            store.rename(view.name, name);
            if (view.name === current) onName(name.trim());
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
          onClick={() => save(current)}
        >
          {`Save "${current}"`}
        </Action>
      )}
      <NameForm label="Save as" initial="" onSubmit={save} />
    </>
  );
}
