import type { ExposureMode, Fields, Hierarchy, Measure } from "./fields.ts";

export interface MeasuresInMode {
  shown: Measure[];
  /** Selected, but without a meaning in this mode. */
  hidden: Measure[];
}

const suits = (measure: Measure, mode: ExposureMode) =>
  measure.mode === "any" || measure.mode === mode;

/**
 * The selection as one mode sees it: each measure or its twin. The selection
 * itself never changes with the mode, so switching back restores it.
 */
export function measuresInMode(
  selected: readonly string[],
  mode: ExposureMode,
  fields: Fields,
): MeasuresInMode {
  const byName = new Map(fields.measures.map((item) => [item.name, item]));
  const shown = new Map<string, Measure>();
  const hidden: Measure[] = [];
  for (const name of selected) {
    const measure = byName.get(name);
    if (measure === undefined) continue;
    const twin = byName.get(measure.twin ?? "");
    const choice = [measure, twin].find(
      (item) => item !== undefined && suits(item, mode),
    );
    if (choice === undefined) hidden.push(measure);
    else shown.set(choice.name, choice);
  }
  return { shown: [...shown.values()], hidden };
}

/** Measures one can choose in a mode, in model order. */
export const offeredMeasures = (mode: ExposureMode, fields: Fields) =>
  fields.measures.filter((measure) => suits(measure, mode));

const leafName = (hierarchy: Hierarchy) =>
  hierarchy.levels.at(-1)?.name.replace(/^underlying_/, "");

/** The hierarchy over the same leaf in the other mode, e.g. instrument ↔ holdings. */
export const counterpart = (
  hierarchy: Hierarchy,
  fields: Fields,
): Hierarchy | undefined =>
  fields.hierarchies.find(
    (other) =>
      other.lookThrough !== hierarchy.lookThrough &&
      leafName(other) === leafName(hierarchy),
  );
