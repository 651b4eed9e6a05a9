import { SegmentedControl, Select } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";
import { operatorsFor, takesValues } from "../../pivot/state/filters.ts";
import type {
  FilterOperator,
  MemberFilter,
  PathFilter,
  PivotFilter,
} from "../../pivot/state/pivot-state.ts";
import { findDimension } from "../../pivot/state/view-fields.ts";
import { useExplorer } from "../explorer-context.ts";
import { Action } from "../parts/Action.tsx";
import { OPERATOR_TITLES, pathText } from "./filter-text.ts";
import { MemberList } from "./MemberList.tsx";
import { MoveActions } from "./MoveActions.tsx";
import { ValueEntry } from "./ValueEntry.tsx";

interface Props {
  index: number;
  onClose: () => void;
}

/** Milliseconds without a change before the pivot is asked again. */
const CHOOSING_PAUSE = 300;

const isListed = (operator: FilterOperator) =>
  operator === "equals" || operator === "notEquals";

/** Another comparison; values that were picked stay only where values are picked. */
const withOperator = (
  filter: MemberFilter,
  operator: FilterOperator,
): MemberFilter => ({
  ...filter,
  operator,
  values: isListed(operator) === isListed(filter.operator) ? filter.values : [],
});

function MemberFilterEditor({
  filter,
  onChange,
}: {
  filter: MemberFilter;
  onChange: (filter: MemberFilter) => void;
}) {
  const { view } = useExplorer();
  const dimension = findDimension(view, filter.dimension);
  if (dimension === undefined) return null;
  const operators = operatorsFor(dimension);
  const setValues = (values: MemberFilter["values"]) =>
    onChange({ ...filter, values });
  return (
    <div className="panel-section">
      <Select
        size="xs"
        label={dimension.title}
        comboboxProps={{ withinPortal: false }}
        allowDeselect={false}
        maxDropdownHeight={260}
        value={filter.operator}
        data={operators.map((operator) => ({
          value: operator,
          label: OPERATOR_TITLES[operator],
        }))}
        onChange={(chosen) => {
          const operator = operators.find((item) => item === chosen);
          if (operator !== undefined) onChange(withOperator(filter, operator));
        }}
      />
      {isListed(filter.operator) ? (
        <MemberList
          dimension={dimension}
          chosen={filter.values}
          onChange={setValues}
        />
      ) : (
        takesValues(filter.operator) && (
          <ValueEntry
            dimension={dimension}
            values={filter.values}
            onChange={setValues}
          />
        )
      )}
    </div>
  );
}

function PathFilterEditor({
  filter,
  onChange,
}: {
  filter: PathFilter;
  onChange: (filter: PathFilter) => void;
}) {
  const { view } = useExplorer();
  return (
    <div className="panel-section">
      <SegmentedControl
        size="xs"
        aria-label="What the filter does"
        value={filter.keep ? "keep" : "exclude"}
        data={[
          { value: "keep", label: "Keep only" },
          { value: "exclude", label: "Exclude" },
        ]}
        onChange={(value) => onChange({ ...filter, keep: value === "keep" })}
      />
      <div>{pathText(view, filter)}</div>
    </div>
  );
}

/** Operator and values of a filter. */
export default function FilterPanel({ index, onClose }: Props) {
  const { state, dispatch } = useExplorer();
  const shown = state.filters[index];
  const [draft, setDraft] = useState<PivotFilter>();
  const [visit] = useState(() => Symbol("visit"));
  const commit = useDebouncedCallback(
    (next: PivotFilter) => {
      setDraft(undefined);
      dispatch({ type: "setFilter", index, filter: next }, visit);
    },
    { delay: CHOOSING_PAUSE, flushOnUnmount: true },
  );
  const filter = draft ?? shown;
  if (shown === undefined || filter === undefined) return null;
  const change = (next: PivotFilter) => {
    setDraft(next);
    commit(next);
  };
  const place = { shelf: "filters", index } as const;
  return (
    <>
      {filter.kind === "member" ? (
        <>
          <MemberFilterEditor filter={filter} onChange={change} />
          <MoveActions
            name={filter.dimension}
            from={place}
            onChoose={() => {
              commit.flush();
              onClose();
            }}
          />
        </>
      ) : (
        <PathFilterEditor filter={filter} onChange={change} />
      )}
      <Action
        onClick={() => {
          commit.cancel();
          dispatch({ type: "remove", place });
          onClose();
        }}
      >
        Remove filter
      </Action>
    </>
  );
}
