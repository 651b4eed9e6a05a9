import type { Place, Shelf } from "../../pivot/state/view-fields.ts";
import { useExplorer } from "../explorer-context.ts";
import { Action } from "../parts/Action.tsx";
import { moveChoices, SHELF_TITLES } from "./move-choices.ts";

interface Props {
  name: string;
  /** Where it lies; undefined = in the list of fields. */
  from?: Place;
  /** A shelf that is offered elsewhere. */
  except?: Shelf;
  /** Comes first: what a panel still holds back belongs to the old place. */
  onChoose: () => void;
}

/** Puts a field on a shelf; what is impossible says why. */
export function MoveActions({ name, from, except, onChoose }: Props) {
  const { state, view, dispatch } = useExplorer();
  const verb = from === undefined ? "Add to" : "Move to";
  return moveChoices(state, view, name, from)
    .filter(({ shelf }) => shelf !== except)
    .map(({ shelf, refused, action }) => (
      <Action
        key={shelf}
        refused={refused}
        onClick={() => {
          onChoose();
          dispatch(action);
        }}
      >
        {`${verb} ${SHELF_TITLES[shelf]}`}
      </Action>
    ));
}
