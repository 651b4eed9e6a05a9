import { Select } from "@mantine/core";
import { canReplace } from "../../pivot/state/shelves.ts";
import { findField, type Place } from "../../pivot/state/view-fields.ts";
import { useExplorer } from "../explorer-context.ts";

interface Props {
  place: Place;
  name: string;
  onDone: () => void;
}

/** Another field in a pill's place: of its own kind, and possible there. */
export function ReplaceSelect({ place, name, onDone }: Props) {
  const { state, view, dispatch } = useExplorer();
  const isMeasure = findField(view, name)?.kind === "measure";
  const fields = isMeasure
    ? view.measures
    : [...view.hierarchies, ...view.dimensions];
  const data = fields
    .filter(
      (field) =>
        field.name !== name &&
        canReplace(state, view, place, field.name) === true,
    )
    .map((field) => ({ value: field.name, label: field.title }));
  return (
    <Select
      size="xs"
      label="Replace by"
      placeholder="Choose a field"
      searchable
      maxDropdownHeight={200}
      comboboxProps={{ withinPortal: false }}
      nothingFoundMessage="No such field"
      value={null}
      data={data}
      onChange={(value) => {
        if (value === null) return;
        dispatch({ type: "replace", place, name: value });
        onDone();
      }}
    />
  );
}
