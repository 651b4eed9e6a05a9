import { useState } from "react";
import { formatTime } from "../../pivot/format.ts";
import type { SavedView } from "../../pivot/state/saved-views.ts";
import { Action } from "../parts/Action.tsx";
import { NameForm } from "./NameForm.tsx";

interface Props {
  view: SavedView;
  isShown: boolean;
  isDefault: boolean;
  onOpen: () => void;
  onRename: (name: string) => void;
  onRemove: () => void;
  onDefault: (isDefault: boolean) => void;
}

/** A saved view: opens it; its other actions unfold below. */
export function SavedViewLine(props: Props) {
  const { view, isShown, isDefault } = props;
  const [unfolded, setUnfolded] = useState(false);
  return (
    <>
      <div className="saved-view" title={`Saved ${formatTime(view.savedAt)}`}>
        <Action
          checked={isShown}
          note={isDefault ? "default" : undefined}
          onClick={props.onOpen}
        >
          {view.name}
        </Action>
        <button
          type="button"
          className="icon-button"
          aria-label={`Change ${view.name}`}
          aria-expanded={unfolded}
          onClick={() => setUnfolded(!unfolded)}
        >
          ⋯
        </button>
      </div>
      {unfolded && (
        <div className="saved-view-tools">
          <NameForm
            label={`Rename ${view.name}`}
            initial={view.name}
            onSubmit={(name) => {
              setUnfolded(false);
              props.onRename(name);
            }}
          />
          <Action onClick={() => props.onDefault(!isDefault)}>
            {isDefault ? "No longer the default" : "Open at the first visit"}
          </Action>
          <Action onClick={props.onRemove}>{`Delete ${view.name}`}</Action>
        </div>
      )}
    </>
  );
}
