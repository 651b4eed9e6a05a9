import { SegmentedControl } from "@mantine/core";
import { hiddenPills } from "../../pivot/state/mode.ts";
import { useExplorer } from "../explorer-context.ts";
import { PanelButton } from "../parts/PanelButton.tsx";

const MODES = [
  { value: "as_traded", label: "As traded" },
  { value: "look_through", label: "Look-through" },
] as const;

/** What counts: trades, or what is held through them; and what that hides. */
export function ModeSwitch() {
  const { state, view, dispatch } = useExplorer();
  const hidden = hiddenPills(state, view);
  const isOffered = view.measures.some(({ mode }) => mode === "look_through");
  if (!isOffered) return null;
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label="Exposure"
        className="mode-switch"
        value={state.mode}
        data={[...MODES]}
        onChange={(mode) => dispatch({ type: "setMode", mode })}
      />
      {hidden.length > 0 && (
        <PanelButton
          label="Hidden in this exposure mode"
          text={`${hidden.length} hidden`}
          width={300}
        >
          {() => (
            <ul className="hidden-reasons">
              {hidden.map(({ shelf, index, reason }) => (
                <li key={`${shelf}:${index}`}>{reason}</li>
              ))}
            </ul>
          )}
        </PanelButton>
      )}
    </>
  );
}
