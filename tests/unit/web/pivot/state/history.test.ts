import seedrandom from "seedrandom";
import { describe, expect, it } from "vitest";
import type { PivotAction } from "../../../../../web/src/pivot/state/actions.ts";
import { applyAction } from "../../../../../web/src/pivot/state/apply-action.ts";
import {
  decodeState,
  encodeState,
} from "../../../../../web/src/pivot/state/codec.ts";
import { createPivotStore } from "../../../../../web/src/pivot/state/history.ts";
import { repair } from "../../../../../web/src/pivot/state/repair.ts";
import { ACTION_TYPES, randomAction } from "./random-action.ts";
import { chooser } from "./random-state.ts";
import { stateOf } from "./state-fixture.ts";
import { VIEWS } from "./view-fixture.ts";

const storeOf = (state = stateOf()) =>
  createPivotStore({ views: VIEWS, initial: { state, messages: ["hello"] } });

/** Dates that differ from step to step. */
const step = (index: number): PivotAction => {
  const day = new Date(Date.UTC(2025, 0, 1 + index)).toISOString().slice(0, 10);
  return { type: "setDates", dates: [day, day] };
};

describe("createPivotStore({ views, initial })", () => {
  it("starts with the messages of its state and nothing to undo", () => {
    expect(storeOf().getState()).toMatchObject({
      state: stateOf(),
      messages: ["hello"],
      canUndo: false,
      canRedo: false,
    });
  });

  it("undoes and redoes 100 steps, and no more", () => {
    const store = storeOf();
    const { dispatch, undo, redo } = store.getState();
    const states = [store.getState().state];
    for (let index = 0; index < 105; index += 1) {
      dispatch(step(index));
      states.push(store.getState().state);
    }
    for (let index = 104; index >= 5; index -= 1) {
      undo();
      expect(store.getState().state).toBe(states[index]);
    }
    expect(store.getState().canUndo).toBe(false);
    undo();
    expect(store.getState().state).toBe(states[5]);
    for (let index = 6; index <= 105; index += 1) {
      redo();
      expect(store.getState().state).toBe(states[index]);
    }
    expect(store.getState().canRedo).toBe(false);
  });

  it("keeps what was opened when a change made before is undone with it", () => {
    const store = storeOf();
    const { dispatch, undo, redo } = store.getState();
    const opened = () => store.getState().state.rows.expanded;
    dispatch({ type: "toggleOpen", axis: "rows", path: ["1"] });
    dispatch(step(0));
    dispatch({ type: "toggleOpen", axis: "rows", path: ["2"] });
    undo();
    expect(opened()).toEqual([["1"]]);
    undo();
    expect(store.getState().state.dates).toEqual(stateOf().dates);
    expect(opened()).toEqual([["1"]]);
    undo();
    expect(store.getState()).toMatchObject({
      state: stateOf(),
      canUndo: false,
    });
    redo();
    redo();
    redo();
    expect(opened()).toEqual([["1"], ["2"]]);
  });

  it("makes one step of a visit, and another one after anything else", () => {
    const store = storeOf();
    const { dispatch, undo } = store.getState();
    const [one, other] = [Symbol("one"), Symbol("other")];
    const shown = () => store.getState().state.dates?.[0];
    const undone = () => {
      undo();
      return shown();
    };
    dispatch(step(0), one);
    dispatch(step(1), one);
    dispatch(step(2), other);
    dispatch(step(3));
    dispatch(step(4), other);
    dispatch(step(5), other);
    expect(undone()).toBe("2025-01-04");
    expect(undone()).toBe("2025-01-03");
    // What was undone makes way for what is done now.
    dispatch(step(6), other);
    expect(store.getState().canRedo).toBe(false);
    expect(undone()).toBe("2025-01-03");
    expect(undone()).toBe("2025-01-02");
    undo();
    expect(store.getState()).toMatchObject({
      state: stateOf(),
      canUndo: false,
    });
  });

  it("makes no step of an action without effect, and says why it is refused", () => {
    const store = storeOf();
    const { dispatch, dismissMessages } = store.getState();
    dispatch({ type: "setLayout", layout: "compact" });
    expect(store.getState()).toMatchObject({ canUndo: false, messages: [] });
    dispatch({ type: "add", name: "desk", shelf: "rows" });
    expect(store.getState()).toMatchObject({
      canUndo: false,
      messages: ["Desk is on rows already, as a level of Organisation"],
    });
    dismissMessages();
    expect(store.getState().messages).toEqual([]);
  });

  it("says what of a loaded state it cannot show", () => {
    const store = storeOf();
    const state = stateOf({ comparison: "previous_day", mode: "look_through" });
    const sort = [
      {
        by: "value",
        measure: "pnl",
        figure: "value",
        at: [],
        descending: true,
      } as const,
    ];
    store.getState().dispatch({
      type: "load",
      state: { ...state, rows: { ...state.rows, sort } },
    });
    expect(store.getState()).toMatchObject({
      state,
      canUndo: true,
      messages: ['Sort by "pnl", which is not shown: left out'],
    });
  });

  it("forgets its steps on a restart", () => {
    const store = storeOf();
    store.getState().dispatch(step(0));
    const state = stateOf({ layout: "tabular" });
    store.getState().restart({ state, messages: ["new"] });
    expect(store.getState()).toMatchObject({
      state,
      messages: ["new"],
      canUndo: false,
      canRedo: false,
    });
  });
});

/** The same history, as a list and a place in it. */
class ListModel {
  private states: string[];
  private index = 0;

  constructor(first: string) {
    this.states = [first];
  }

  change(state: string) {
    if (state === this.current) return;
    this.states = [...this.states.slice(0, this.index + 1), state];
    if (this.states.length > 101) this.states.shift();
    this.index = this.states.length - 1;
  }

  move(delta: number) {
    const index = this.index + delta;
    if (index >= 0 && index < this.states.length) this.index = index;
  }

  get current() {
    return this.states[this.index] ?? "";
  }

  get canUndo() {
    return this.index > 0;
  }

  get canRedo() {
    return this.index < this.states.length - 1;
  }
}

describe("a store and a plain list", () => {
  const effective = new Set<PivotAction["type"]>();

  it.each(["a", "b", "c", "d"])(
    "agree over 700 random steps of seed %s, every state valid",
    { timeout: 60_000 },
    (seed) => {
      const random = seedrandom(seed);
      const choose = chooser(random);
      const store = storeOf();
      const model = new ListModel(encodeState(stateOf()));
      for (let count = 0; count < 700; count += 1) {
        const before = store.getState().state;
        const kind = random();
        if (kind < 0.12) {
          store.getState().undo();
          model.move(-1);
        } else if (kind < 0.2) {
          store.getState().redo();
          model.move(1);
        } else {
          const type = choose.one(ACTION_TYPES);
          const action = randomAction(type, before, choose);
          const next = applyAction(before, action, VIEWS).state;
          store.getState().dispatch(action);
          model.change(encodeState(next));
          if (encodeState(next) !== encodeState(before)) effective.add(type);
        }
        const { state, canUndo, canRedo } = store.getState();
        const text = encodeState(state);
        expect({ text, canUndo, canRedo }).toEqual({
          text: model.current,
          canUndo: model.canUndo,
          canRedo: model.canRedo,
        });
        const view = VIEWS.find(({ name }) => name === state.view);
        expect(view && repair(state, view)).toEqual({ state, messages: [] });
        expect(decodeState(text, VIEWS)).toEqual({ state, messages: [] });
      }
    },
  );

  it("were tried with every action", () => {
    expect(ACTION_TYPES.filter((type) => !effective.has(type))).toEqual([]);
  });
});
