import type { StepHistory } from "../../steps/step-history.ts";
import { IconButton } from "./IconButton.tsx";

interface Props {
  history: Pick<StepHistory<unknown>, "canUndo" | "canRedo" | "undo" | "redo">;
}

/** One step back and forth, as the keys and the browser's buttons do. */
export const UndoButtons = ({ history }: Props) => (
  <>
    <IconButton
      icon="undo"
      label="Undo (Ctrl+Z)"
      disabled={!history.canUndo}
      onClick={history.undo}
    />
    <IconButton
      icon="redo"
      label="Redo (Ctrl+Y)"
      disabled={!history.canRedo}
      onClick={history.redo}
    />
  </>
);
