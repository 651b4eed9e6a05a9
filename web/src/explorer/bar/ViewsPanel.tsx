import { useRef } from "react";
import { decodeState, encodeState } from "../../pivot/state/codec.ts";
import { exportViews } from "../../pivot/state/saved-views-file.ts";
import type { SavedViewsState } from "../../pivot/state/saved-views-store.ts";
import { useExplorer } from "../explorer-context.ts";
import { Action } from "../parts/Action.tsx";
import { NameForm } from "./NameForm.tsx";
import { saveText } from "./save-text.ts";
import { SavedViewLine } from "./SavedViewLine.tsx";
import type { CurrentView } from "./use-current-view.ts";

interface Props {
  saved: SavedViewsState;
  shown: CurrentView;
  onClose: () => void;
}

const FILE_NAME = "lookthrough-views.json";

/** The views saved in this browser: to open, keep and carry elsewhere. */
export default function ViewsPanel({ saved: store, shown, onClose }: Props) {
  const { state, views, dispatch } = useExplorer();
  const file = useRef<HTMLInputElement>(null);
  const { saved, problem } = store;
  const { current, modified, setName } = shown;
  const search = encodeState(state);

  const open = (name: string, text: string) => {
    dispatch({ type: "load", state: decodeState(text, views).state });
    setName(name);
    onClose();
  };
  const importFile = async (chosen: File | undefined) => {
    if (chosen !== undefined) store.importFile(await chosen.text());
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
          isShown={view.name === current?.name}
          isDefault={view.name === saved.defaultName}
          onOpen={() => open(view.name, view.search)}
          onRename={(name) => {
            store.rename(view.name, name);
            if (view.name === current?.name) setName(name.trim());
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
            if (store.save(current.name, search)) onClose();
          }}
        >
          {`Save "${current.name}"`}
        </Action>
      )}
      <NameForm
        label="Save as"
        initial=""
        onSubmit={(name) => {
          const isKept = store.save(name, search);
          setName(name.trim());
          if (isKept) onClose();
        }}
      />
      <Action onClick={() => file.current?.click()}>Import from a file</Action>
      <input
        ref={file}
        type="file"
        accept="application/json,.json"
        hidden
        aria-label="File of saved views"
        onChange={(event) => {
          void importFile(event.currentTarget.files?.[0]);
          event.currentTarget.value = "";
        }}
      />
      <Action
        refused={saved.views.length === 0 ? "none is saved yet" : undefined}
        onClick={() =>
          saveText(
            FILE_NAME,
            exportViews(
              saved,
              saved.views.map(({ name }) => name),
            ),
          )
        }
      >
        Export all to a file
      </Action>
    </>
  );
}
