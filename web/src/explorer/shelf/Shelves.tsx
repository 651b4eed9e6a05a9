import { lazy, useState } from "react";
import { hiddenPills } from "../../pivot/state/mode.ts";
import { isActive } from "../../pivot/state/filters.ts";
import { AXES, fieldTitle, type Shelf } from "../../pivot/state/view-fields.ts";
import { useExplorer } from "../explorer-context.ts";
import { Icon } from "../parts/Icon.tsx";
import { filterParts } from "./filter-text.ts";
import { Pill } from "./Pill.tsx";
import { axisNote, valueNote } from "./pill-notes.ts";
import { ShelfRow } from "./ShelfRow.tsx";

const AxisPillPanel = lazy(() => import("./AxisPillPanel.tsx"));
const ValuePillPanel = lazy(() => import("./ValuePillPanel.tsx"));
const FilterPanel = lazy(() => import("./FilterPanel.tsx"));

/** What the pivot is made of: pills on rows, columns, values and filters. */
export function Shelves() {
  const { state, view, dispatch } = useExplorer();
  // A filter that was there before is no reason to open its panel.
  const [known] = useState(() => new Set(state.filters));
  const hidden = new Map(
    hiddenPills(state, view).map(({ shelf, index, reason }) => [
      `${shelf}:${index}`,
      reason,
    ]),
  );
  const reason = (shelf: Shelf, index: number) =>
    hidden.get(`${shelf}:${index}`) ?? "";
  return (
    <section className="shelves" aria-label="Shelves" data-region="shelf">
      {AXES.map((shelf) => (
        <ShelfRow
          key={shelf}
          shelf={shelf}
          tools={
            shelf === "columns" && (
              <button
                type="button"
                className="icon-button"
                aria-label="Swap rows and columns"
                title="Swap rows and columns"
                onClick={() => dispatch({ type: "swapAxes" })}
              >
                <Icon name="swap" />
              </button>
            )
          }
        >
          {state[shelf].fields.map((field, index) => (
            <Pill
              key={field.name}
              place={{ shelf, index }}
              name={field.name}
              title={fieldTitle(view, field.name)}
              note={axisNote(view, field, state.mode)}
              hidden={reason(shelf, index)}
              width={270}
              openAtOnce={false}
              panel={(close) => (
                <AxisPillPanel place={{ shelf, index }} onClose={close} />
              )}
            />
          ))}
        </ShelfRow>
      ))}
      <ShelfRow shelf="values">
        {state.values.map((value, index) => (
          <Pill
            // By place: the same measure may be shown as several figures.
            key={index}
            place={{ shelf: "values", index }}
            name={value.measure}
            title={fieldTitle(view, value.measure)}
            note={valueNote(value)}
            hidden={reason("values", index)}
            width={250}
            openAtOnce={false}
            panel={(close) => (
              <ValuePillPanel
                place={{ shelf: "values", index }}
                onClose={close}
              />
            )}
          />
        ))}
      </ShelfRow>
      <ShelfRow
        shelf="filters"
        tools={
          state.filters.length > 0 && (
            <button
              type="button"
              className="text-button"
              onClick={() => dispatch({ type: "clearFilters" })}
            >
              Clear all
            </button>
          )
        }
      >
        {state.filters.map((filter, index) => (
          <Pill
            // Filters of one dimension differ by their place alone.
            key={index}
            place={{ shelf: "filters", index }}
            name={
              filter.kind === "member"
                ? filter.dimension
                : (filter.dimensions[0] ?? "")
            }
            {...filterParts(view, filter)}
            hidden={reason("filters", index)}
            width={300}
            openAtOnce={!isActive(filter) && !known.has(filter)}
            panel={(close) => <FilterPanel index={index} onClose={close} />}
          />
        ))}
      </ShelfRow>
    </section>
  );
}
