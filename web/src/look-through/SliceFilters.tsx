import { Select } from "@mantine/core";
import { useState } from "react";
import { keyOf } from "../pivot/answer.ts";
import { formatLabel } from "../pivot/format.ts";
import { SLICE_DIMENSIONS, type SliceDimension, trade } from "./members.ts";
import { dimensionTitle, usePage } from "./page-context.ts";
import { sliceValuesQuery } from "./queries.ts";
import { withoutValue, withValue } from "./slices.ts";
import { useLoad } from "./use-load.ts";

/** Filters on whose trades and where, as chips one can remove. */
export function SliceFilters() {
  const { view, state, change, plan } = usePage();
  const [dimension, setDimension] = useState<SliceDimension | null>(null);
  const values = useLoad(
    dimension === null ? undefined : sliceValuesQuery(plan.dates, dimension),
  );

  return (
    <>
      <Select
        className="lt-control lt-narrow"
        label="Filter by"
        data-filter
        size="xs"
        placeholder="Nothing"
        clearable
        value={dimension}
        data={SLICE_DIMENSIONS.map((value) => ({
          value,
          label: dimensionTitle(view, value),
        }))}
        onChange={(value) =>
          setDimension(SLICE_DIMENSIONS.find((item) => item === value) ?? null)
        }
      />
      {dimension !== null && (
        <Select
          className="lt-control lt-narrow"
          label={`${dimensionTitle(view, dimension)}${values.truncated ? " (first 1,000)" : ""}`}
          size="xs"
          searchable
          placeholder={values.rows === undefined ? "Loading…" : "Choose"}
          error={values.error}
          value={null}
          data={(values.rows ?? []).map((row) => {
            const value = keyOf(row, trade(dimension)) ?? "";
            return { value, label: formatLabel(value) };
          })}
          nothingFoundMessage="No such value in these dates"
          onChange={(value) => {
            if (value !== null) {
              change({ slices: withValue(state.slices, dimension, value) });
            }
          }}
        />
      )}
      {state.slices.length > 0 && (
        <ul className="lt-chips" aria-label="Filters in force">
          {state.slices.flatMap((slice) =>
            slice.values.map((value) => (
              <li key={`${slice.dimension}/${value}`}>
                <button
                  type="button"
                  className="lt-chip"
                  aria-label={`Remove filter ${dimensionTitle(view, slice.dimension)} ${value}`}
                  onClick={() =>
                    change({
                      slices: withoutValue(
                        state.slices,
                        slice.dimension,
                        value,
                      ),
                    })
                  }
                >
                  {`${dimensionTitle(view, slice.dimension)}: ${value}`}
                  <span aria-hidden> ×</span>
                </button>
              </li>
            )),
          )}
        </ul>
      )}
    </>
  );
}
