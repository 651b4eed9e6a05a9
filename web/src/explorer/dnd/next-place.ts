import type { KeyboardCoordinateGetter } from "@dnd-kit/core";
import type { Place, Shelf } from "../../pivot/state/view-fields.ts";

const SHELF_ORDER: readonly Shelf[] = ["rows", "columns", "values", "filters"];
/** Behind all pills of a shelf comes the shelf itself, for its end. */
const END_OF_SHELF = 1_000;

const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
};

const rankOf = (id: string, { shelf, index }: Place) =>
  SHELF_ORDER.indexOf(shelf) * (END_OF_SHELF + 1) +
  (id.startsWith("shelf:") ? END_OF_SHELF : index);

/**
 * Arrow keys go from place to place, in the order in which they are read,
 * rather than by pixels.
 */
export const nextPlace: KeyboardCoordinateGetter = (
  event,
  { currentCoordinates, context },
) => {
  const step = STEPS[event.code];
  if (step === undefined) return undefined;
  event.preventDefault();
  const { collisionRect, droppableContainers, droppableRects, over } = context;
  const places = droppableContainers
    .getEnabled()
    .flatMap(({ id, data }) => {
      const place = (data.current as { place?: Place } | undefined)?.place;
      const rect = droppableRects.get(id);
      return place === undefined || rect === undefined
        ? []
        : [{ id, rect, rank: rankOf(String(id), place) }];
    })
    .sort((a, b) => a.rank - b.rank);
  if (places.length === 0 || collisionRect === null) return currentCoordinates;
  const at = places.findIndex(({ id }) => id === over?.id);
  const next =
    places[at < 0 ? 0 : Math.min(Math.max(at + step, 0), places.length - 1)]
      ?.rect;
  if (next === undefined) return currentCoordinates;
  return {
    x: next.left + next.width / 2 - collisionRect.width / 2,
    y: next.top + next.height / 2 - collisionRect.height / 2,
  };
};
