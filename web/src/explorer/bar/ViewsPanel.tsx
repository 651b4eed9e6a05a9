import { useRef } from "react";
import { decodeState, encodeState } from "../../pivot/state/codec.ts";
import { exportViews } from "../../pivot/state/saved-views-file.ts";
import type { SavedViewsState } from "../../pivot/state/saved-views-store.ts";
import { useExplorer } from "../explorer-context.ts";
import { Action } from "../parts/Action.tsx";
import { saveText } from "./save-text.ts";
import { SavedViews } from "./SavedViews.tsx";
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
  const { saved } = store;
  const { current, modified, setName } = shown;
  const importFile = async (chosen: File | undefined) => {
    if (chosen !== undefined) store.importFile(await chosen.text());
  };

  return (
    <>
      <SavedViews
        store={store}
        search={encodeState(state)}
        current={current?.name}
        modified={modified}
        onOpen={(search) =>
          dispatch({ type: "load", state: decodeState(search, views).state })
        }
        onName={setName}
        onClose={onClose}
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
