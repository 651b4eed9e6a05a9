import type { ExposureMode } from "../../model/view.ts";
import type { MemberPath } from "../member-path.ts";
import type {
  Comparison,
  Dates,
  Figure,
  LevelOptions,
  PivotFilter,
  PivotState,
  SortKey,
  ValueField,
} from "./pivot-state.ts";
import type { SortTarget } from "./sorting.ts";
import type { Axis, Place, Shelf } from "./view-fields.ts";
import type { SizedColumn } from "./widths.ts";

/** The paths of a cell on both axes; an empty one is that axis's total. */
export type CellPaths = Readonly<Record<Axis, MemberPath>>;

/** All a user can do to a pivot. Indices count from 0. */
export type PivotAction =
  // Shelves
  | { type: "add"; name: string; shelf: Shelf; index?: number }
  /** `to.index` counts in the list without the moved pill. */
  | { type: "move"; from: Place; to: Place }
  | { type: "remove"; place: Place }
  | { type: "replace"; place: Place; name: string }
  | { type: "swapAxes" }
  // Pills on an axis
  | { type: "setStart"; axis: Axis; index: number; level: string | null }
  | {
      type: "setLevel";
      axis: Axis;
      level: string;
      options: Partial<LevelOptions>;
    }
  | { type: "setSubtotals"; axis: Axis; index: number; shown: boolean }
  // Open members
  | { type: "toggleOpen"; axis: Axis; path: MemberPath }
  /** Opens or closes several at once, e.g. all siblings. */
  | {
      type: "setOpen";
      axis: Axis;
      paths: readonly MemberPath[];
      open: boolean;
    }
  /** Shows levels 1 to `level`; `known` = all members loaded so far. */
  | {
      type: "expandToLevel";
      axis: Axis;
      level: number;
      known: readonly MemberPath[];
    }
  // Sort
  /** A header click; `axis` is the one that gets sorted, `add` = with Shift. */
  | { type: "sortBy"; axis: Axis; target: SortTarget; add: boolean }
  | { type: "setSort"; axis: Axis; sort: readonly SortKey[] }
  // Values
  | { type: "addValue"; measure: string; figure: Figure; index?: number }
  | {
      type: "setValue";
      index: number;
      change: Partial<Omit<ValueField, "measure">>;
    }
  // Filters
  | { type: "addFilter"; filter: PivotFilter }
  | { type: "setFilter"; index: number; filter: PivotFilter }
  | { type: "clearFilters" }
  | { type: "keepOnly"; cell: CellPaths }
  | { type: "exclude"; cell: CellPaths }
  // From a cell
  /** Adds a field right below the member's level, and opens the member. */
  | { type: "breakDown"; axis: Axis; path: MemberPath; name: string }
  // The view as a whole
  | { type: "setDates"; dates: Dates }
  | { type: "setComparison"; comparison: Comparison | null }
  | { type: "setMode"; mode: ExposureMode }
  | { type: "setLayout"; layout: PivotState["layout"] }
  /** Pixels; null = as wide as its content asks for. */
  | { type: "setWidth"; column: SizedColumn; width: number | null }
  | { type: "setTotals"; totals: PivotState["totals"] }
  | { type: "chooseView"; view: string }
  | { type: "reset" }
  /** A saved view, or a link. */
  | { type: "load"; state: PivotState };

export interface Change {
  state: PivotState;
  /** Why nothing changed, or what could not be kept. */
  messages: string[];
}
