import { Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { errorText } from "../api/client.ts";
import { useClient } from "../api/client-context.ts";
import { PageMessage } from "../components/PageMessage.tsx";
import { Explorer } from "../explorer/Explorer.tsx";
import { readViews } from "../model/read-views.ts";
import type { View } from "../model/view.ts";
import { encodeState } from "../pivot/state/codec.ts";
import { createPivotStore } from "../pivot/state/history.ts";
import { initialState } from "./initial-state.ts";
import type { PivotStateChange } from "./lookthrough-pivot.types.ts";
import "../explorer/explorer.css";
import "../explorer/controls.css";
import "../explorer/grid/grid.css";

interface Props {
  /** Server and token: tells answers of one from those of another. */
  source: string;
  view: string;
  state: string;
  onStateChange: (change: PivotStateChange) => void;
}

/** The pivot page without an address: its state comes from outside and goes there. */
export function EmbeddedExplorer({ source, ...props }: Props) {
  const client = useClient();
  const { data, error, refetch } = useQuery({
    queryKey: ["embedded-views", source],
    queryFn: async ({ signal }) => readViews(await client.meta(signal)),
    staleTime: Infinity,
  });
  if (data !== undefined) return <WithViews views={data} {...props} />;
  if (error !== null) {
    return (
      <PageMessage
        title="The model could not be read"
        role="alert"
        action={{ label: "Retry", onClick: () => void refetch() }}
      >
        {errorText(error)}
      </PageMessage>
    );
  }
  return (
    <div className="page-message" aria-busy="true">
      <Loader size="sm" aria-label="Reading the model" />
    </div>
  );
}

function WithViews({
  views,
  view,
  state,
  onStateChange,
}: Omit<Props, "source"> & { views: readonly View[] }) {
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
