import { useEffect, useEffectEvent, useRef, useState } from "react";
import { Explorer } from "../explorer/Explorer.tsx";
import { ModelGate } from "../model/ModelGate.tsx";
import type { View } from "../model/view.ts";
import { encodeState } from "../pivot/state/codec.ts";
import { createPivotStore } from "../pivot/state/history.ts";
import { initialState } from "./initial-state.ts";
import type { PivotStateChange } from "./lookthrough-pivot.types.ts";
import "../explorer/explorer.css";
import "../explorer/controls.css";
import "../explorer/grid/grid.css";

interface Props {
  view: string;
  state: string;
  onStateChange: (change: PivotStateChange) => void;
}

/** The pivot page without an address: its state comes from outside and goes there. */
export const EmbeddedExplorer = (props: Props) => (
  <ModelGate>
    {(views, generation) => (
      // Of another model the state is read anew, which names what had to go.
      <WithViews key={generation} views={views} {...props} />
    )}
  </ModelGate>
);

function WithViews({
  views,
  view,
  state,
  onStateChange,
}: Props & { views: readonly View[] }) {
  const [store] = useState(() =>
    createPivotStore({ views, initial: initialState(view, state, views) }),
  );

  const tell = useEffectEvent(onStateChange);
  const told = useRef("");
  useEffect(() => {
    const follow = () => {
      const shown = store.getState().state;
      const text = encodeState(shown);
      if (text === told.current) return;
      told.current = text;
      tell({ view: shown.view, state: text });
    };
    follow();
    return store.subscribe(follow);
  }, [store]);

  useEffect(() => {
    // What was told comes back, which is no wish.
    if (state === told.current) return;
    store.getState().restart(initialState(view, state, views));
  }, [store, view, state, views]);

  return <Explorer views={views} store={store} />;
}
