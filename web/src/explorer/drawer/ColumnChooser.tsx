import type { View } from "../../model/view.ts";
import { PanelButton } from "../parts/PanelButton.tsx";

interface Props {
  view: View;
  /** Names of dimensions, in the order of the columns. */
  chosen: readonly string[];
  onChange: (names: readonly string[]) => void;
}

/** Which dimensions single rows show. */
export function ColumnChooser({ view, chosen, onChange }: Props) {
  const choose = (name: string, on: boolean) =>
    onChange(on ? [...chosen, name] : chosen.filter((other) => other !== name));
  return (
    <PanelButton label="Columns of rows" text="Columns">
      {() => (
        <div className="choice-list" role="group" aria-label="Columns of rows">
          {view.dimensions.map(({ name, title, description }) => (
            <label key={name} title={description}>
              <input
                type="checkbox"
                checked={chosen.includes(name)}
                disabled={chosen.length === 1 && chosen.includes(name)}
                onChange={(event) => choose(name, event.target.checked)}
              />
              {title}
            </label>
          ))}
        </div>
      )}
    </PanelButton>
  );
}
