import { counterpart } from "./exposure.ts";
import type { ExposureMode, Fields } from "./fields.ts";
import { encodePath, isUnder, type MemberPath } from "./member-path.ts";
import type { PivotState, Sort } from "./state.ts";

type Patch = Partial<PivotState>;

/** Another hierarchy closes all rows; one made of holdings implies look-through. */
export function toHierarchy(name: string, fields: Fields): Patch {
  const hierarchy = fields.hierarchies.find((item) => item.name === name);
  return {
    hierarchy: name,
    expanded: [],
    ...(hierarchy?.lookThrough ? { mode: "look_through" as const } : {}),
  };
}

/** As traded, holdings mean nothing: the hierarchy of what was traded takes over. */
export function toMode(
  state: PivotState,
  mode: ExposureMode,
  fields: Fields,
): Patch {
  const hierarchy = fields.hierarchies.find(
    (item) => item.name === state.hierarchy,
  );
  if (mode === "look_through" || !hierarchy?.lookThrough) return { mode };
  const other = counterpart(hierarchy, fields);
  return other === undefined
    ? { mode }
    : { ...toHierarchy(other.name, fields), mode };
}

/** Opens a row, or closes it and everything below. */
export function toggleRow(
  expanded: readonly MemberPath[],
  path: MemberPath,
): MemberPath[] {
  const key = encodePath(path);
  return expanded.some((item) => encodePath(item) === key)
    ? expanded.filter((item) => !isUnder(item, path))
    : [...expanded, path];
}

/** Header click: largest first, then smallest first, then by name again. */
export function nextSort(sort: Sort | null, measure: string): Sort | null {
  if (sort?.measure !== measure) return { measure, descending: true };
  return sort.descending ? { measure, descending: false } : null;
}
