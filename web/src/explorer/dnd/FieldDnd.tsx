import {
  closestCenter,
  type CollisionDetection,
  DndContext,
  type DragEndEvent,
  type DragOverEvent,
  DragOverlay,
  type DragStartEvent,
  KeyboardSensor,
  PointerSensor,
  pointerWithin,
  useDraggable,
  useDroppable,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { type ReactNode, useState } from "react";
import type { DraggedField } from "../../pivot/state/shelves.ts";
import type { Place, Shelf } from "../../pivot/state/view-fields.ts";
import { nextPlace } from "./next-place.ts";

// All of @dnd-kit the client knows: its next major version is another library.

interface Props {
  children: ReactNode;
  titleOf: (field: DraggedField) => string;
  /** True, or why the field cannot be dropped there. */
  canDrop: (field: DraggedField, shelf: Shelf) => true | string;
  /** Also of what is refused, to tell why where everyone sees it. */
  onDrop: (field: DraggedField, place: Place) => void;
}

interface Data {
  field?: DraggedField;
  place?: Place;
}

// The pointer decides; the keyboard has none, so there the nearest place does.
const collisions: CollisionDetection = (args) => {
  const within = pointerWithin(args);
  if (args.pointerCoordinates === null) return closestCenter(args);
  // A pill before the shelf it lies on.
  return [...within].sort(
    (a, b) =>
      Number(String(a.id).startsWith("shelf:")) -
      Number(String(b.id).startsWith("shelf:")),
  );
};

const because = (refusal: string) => (refusal === "" ? "" : `: ${refusal}`);

const dataOf = (item: { data: { current?: unknown } } | null): Data =>
  item?.data.current ?? {};

/** Lets fields and pills be dragged to shelves, by pointer and by keyboard. */
export function FieldDnd({ children, titleOf, canDrop, onDrop }: Props) {
  const [dragged, setDragged] = useState<DraggedField>();
  const [refusal, setRefusal] = useState("");
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 5 } }),
    useSensor(KeyboardSensor, {
      coordinateGetter: nextPlace,
      // Enter opens a pill's menu.
      keyboardCodes: {
        start: ["Space"],
        cancel: ["Escape"],
        end: ["Space", "Enter"],
      },
    }),
  );

  const refused = ({
    active,
    over,
  }: Pick<DragOverEvent, "active" | "over">) => {
    const { field } = dataOf(active);
    const { place } = dataOf(over);
    if (field === undefined || place === undefined) return "";
    const allowed = canDrop(field, place.shelf);
    return allowed === true ? "" : allowed;
  };
  const done = () => {
    setDragged(undefined);
    setRefusal("");
  };
  const end = ({ active, over }: DragEndEvent) => {
    done();
    const { field } = dataOf(active);
    const { place } = dataOf(over);
    if (field !== undefined && place !== undefined) onDrop(field, place);
  };

  const describe = (item: Parameters<typeof dataOf>[0]) => {
    const { field } = dataOf(item);
    return field === undefined ? "the field" : titleOf(field);
  };
  const whither = (item: Parameters<typeof dataOf>[0]) => {
    const { place } = dataOf(item);
    return place === undefined
      ? "no shelf"
      : `${place.shelf}, place ${place.index + 1}`;
  };

  return (
    <DndContext
      sensors={sensors}
      collisionDetection={collisions}
      onDragStart={({ active }: DragStartEvent) =>
        setDragged(dataOf(active).field)
      }
      onDragOver={(event) => setRefusal(refused(event))}
      onDragEnd={end}
      onDragCancel={done}
      accessibility={{
        screenReaderInstructions: {
          draggable:
            "Press space to pick up, arrow keys to choose a place, space to drop, escape to cancel. Enter opens the menu, which moves fields too.",
        },
        announcements: {
          onDragStart: ({ active }) => `Picked up ${describe(active)}`,
          onDragOver: ({ active, over }) =>
            `${describe(active)} is over ${whither(over)}${because(refused({ active, over }))}`,
          onDragEnd: ({ active, over }) =>
            over === null
              ? `${describe(active)} was put back`
              : `${describe(active)} was ${refused({ active, over }) === "" ? "dropped" : "refused"} on ${whither(over)}${because(refused({ active, over }))}`,
          onDragCancel: ({ active }) => `${describe(active)} was put back`,
        },
      }}
    >
      {children}
      <DragOverlay dropAnimation={null}>
        {dragged !== undefined && (
          <span
            className="pill dragged"
            data-refused={refusal !== "" || undefined}
          >
            {titleOf(dragged)}
            {refusal !== "" && <span className="pill-refusal">{refusal}</span>}
          </span>
        )}
      </DragOverlay>
    </DndContext>
  );
}

/** Makes an element draggable; `id` is unique on the page. */
export function useDragged(id: string, field: DraggedField) {
  const { setNodeRef, listeners, attributes, isDragging } = useDraggable({
    id,
    data: { field } satisfies Data,
  });
  return {
    attach: setNodeRef,
    listeners,
    /** Id of the text that says how to drag with the keyboard. */
    describedBy: attributes["aria-describedby"],
    isDragging,
  };
}

/** Makes an element a place to drop fields on. */
export function useDropPlace(place: Place, isShelf: boolean) {
  const { setNodeRef, isOver, active } = useDroppable({
    id: `${isShelf ? "shelf" : "place"}:${place.shelf}:${place.index}`,
    data: { place } satisfies Data,
  });
  return { attach: setNodeRef, isOver, dragged: dataOf(active).field };
}
