import {
  CheckIcon,
  Combobox,
  InputBase,
  ScrollArea,
  useCombobox,
} from "@mantine/core";
import { useState } from "react";
import { measuresInMode, offeredMeasures } from "../pivot/exposure.ts";
import type { Fields, Measure } from "../pivot/fields.ts";
import type { PivotStateControl } from "../pivot/use-pivot-state.ts";

interface Props {
  fields: Fields;
  control: PivotStateControl;
}

const matches = (measure: Measure, search: string) =>
  `${measure.title} ${measure.description} ${measure.folder}`
    .toLowerCase()
    .includes(search.trim().toLowerCase());

const byFolder = (measures: Measure[]): [string, Measure[]][] => {
  const folders = new Map<string, Measure[]>();
  for (const measure of measures) {
    const items = folders.get(measure.folder) ?? [];
    folders.set(measure.folder, [...items, measure]);
  }
  return [...folders];
};

export function MeasureSelect({ fields, control }: Props) {
  const { state, change } = control;
  const [search, setSearch] = useState("");
  const combobox = useCombobox({
    onDropdownOpen: () => combobox.focusSearchInput(),
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      combobox.focusTarget();
      setSearch("");
    },
  });
  const { shown, hidden } = measuresInMode(state.measures, state.mode, fields);
  const chosen = new Set(shown.map(({ name }) => name));
  const offered = offeredMeasures(state.mode, fields).filter((measure) =>
    matches(measure, search),
  );

  const toggle = (name: string) => {
    const next = chosen.has(name)
      ? shown.filter((measure) => measure.name !== name)
      : [...shown, ...offered.filter((measure) => measure.name === name)];
    if (next.length === 0) return;
    // Those without a meaning in this mode come back with the other one.
    change({ measures: [...next, ...hidden].map((measure) => measure.name) });
  };

  return (
    <Combobox
      store={combobox}
      onOptionSubmit={toggle}
      size="xs"
      width="min(400px, 94vw)"
      position="bottom-start"
    >
      <Combobox.Target targetType="button">
        <InputBase
          component="button"
          type="button"
          label="Measures"
          size="xs"
          className="control"
          pointer
          rightSection={<Combobox.Chevron />}
          rightSectionPointerEvents="none"
          onClick={() => combobox.toggleDropdown()}
        >
          <span className="truncate">
            {shown.map(({ title }) => title).join(", ") || "None"}
          </span>
        </InputBase>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          aria-label="Search measures"
          placeholder="Search measures"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Combobox.Options aria-label="Measures">
          <ScrollArea.Autosize mah={360} type="scroll">
            {offered.length === 0 && (
              <Combobox.Empty>No measure matches</Combobox.Empty>
            )}
            {byFolder(offered).map(([folder, measures]) => (
              <Combobox.Group key={folder} label={folder}>
                {measures.map((measure) => (
                  <Combobox.Option
                    key={measure.name}
                    value={measure.name}
                    active={chosen.has(measure.name)}
                    aria-selected={chosen.has(measure.name)}
                    className="measure-option"
                  >
                    <span className="measure-check" aria-hidden>
                      {chosen.has(measure.name) && <CheckIcon size={10} />}
                    </span>
                    <span>
                      <span>{measure.title}</span>
                      <span className="measure-description">
                        {measure.description}
                      </span>
                    </span>
                  </Combobox.Option>
                ))}
              </Combobox.Group>
            ))}
          </ScrollArea.Autosize>
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
