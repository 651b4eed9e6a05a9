import { Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useExplorer } from "../explorer-context.ts";
import { FieldTree } from "./FieldTree.tsx";

/** All that can be put on the shelves. */
export function FieldPanel() {
  const { view, views, dispatch } = useExplorer();
  const [search, setSearch] = useState("");
  return (
    <aside className="fields" aria-label="Fields" data-region="fields">
      <div className="fields-head">
        {views.length > 1 && (
          <Select
            size="xs"
            label="View of the model"
            title={view.description}
            allowDeselect={false}
            maxDropdownHeight={360}
            value={view.name}
            data={views.map(({ name, title }) => ({
              value: name,
              label: title,
            }))}
            renderOption={({ option }) => (
              <div>
                {option.label}
                <div className="panel-note">
                  {views.find(({ name }) => name === option.value)?.description}
                </div>
              </div>
            )}
            onChange={(name) => {
              if (name !== null) dispatch({ type: "chooseView", view: name });
            }}
          />
        )}
        <TextInput
          size="xs"
          type="search"
          aria-label="Search fields"
          placeholder="Search fields ( / )"
          data-field-search
          data-autofocus
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape" && search !== "") {
              event.stopPropagation();
              setSearch("");
            }
            if (event.key === "ArrowDown") {
              event.preventDefault();
              event.currentTarget
                .closest(".fields")
                ?.querySelector<HTMLElement>("[role=treeitem][tabindex='0']")
                ?.focus();
            }
          }}
        />
      </div>
      <FieldTree key={view.name} search={search} />
    </aside>
  );
}
