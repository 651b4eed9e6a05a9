import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useClient } from "../api/client-context.ts";
import { isCancelled } from "../api/is-cancelled.ts";
import { PageMessage } from "../components/PageMessage.tsx";
import { ModelGate } from "../model/ModelGate.tsx";
import type { View } from "../model/view.ts";
import { findSaved } from "../pivot/state/saved-views.ts";
import { createSavedViewsStore } from "../pivot/state/saved-views-store.ts";
import { linkId, resolveLink } from "../pivot/state/share-link.ts";
import { useUrlState } from "../pivot/state/use-url-state.ts";
import { Explorer } from "./Explorer.tsx";
import { FirstWait } from "./waiting/FirstWait.tsx";
import "./explorer.css";
import "./controls.css";
import "./grid/grid.css";

interface Opened {
  views: readonly View[];
  /** In place of the address; undefined = the address says it all. */
  search?: string;
}

/** The saved view that an address without a state of its own stands for. */
function defaultSearch(): string | undefined {
  if (window.location.search !== "") return undefined;
  const { saved } = createSavedViewsStore({
    storage: () => window.localStorage,
  }).getState();
  return findSaved(saved, saved.defaultName ?? "")?.search;
}

function OpenedExplorer({ views, search }: Opened) {
  const [initial] = useState(() => search ?? defaultSearch());
  const store = useUrlState(views, initial);
  const { origin, pathname } = window.location;
  return <Explorer views={views} store={store} page={`${origin}${pathname}`} />;
}

/** Shows what a short link stands for; any other address as it is. */
function LinkedExplorer({ views }: Opened) {
  const client = useClient();
  const search = window.location.search;
  const queryClient = useQueryClient();
  const queryKey = ["link", linkId(search)];
  const link = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      resolveLink(search, { fetch: client.fetch, signal }),
    staleTime: Infinity,
  });
  if (link.isPending && !isCancelled(link)) {
    return (
      <FirstWait
        label="Opening the link"
        onCancel={() => void queryClient.cancelQueries({ queryKey })}
      />
    );
  }
  const { data } = link;
  if (data === undefined || "message" in data) {
    return (
      <PageMessage
        title="The link could not be opened"
        role="alert"
        action={{
          label: "Show the default view",
          onClick: () => window.location.assign(window.location.pathname),
        }}
      >
        {data?.message ?? "It was cancelled."}
      </PageMessage>
    );
  }
  return <OpenedExplorer views={views} search={data.search} />;
}

/** The pivot, once the model is known. */
export default function ExplorerPage() {
  const [isShortLink] = useState(
    () => linkId(window.location.search) !== undefined,
  );
  return (
    <ModelGate>
      {(views, generation) =>
        // Of another model the address is read anew, which names what had to go.
        isShortLink && generation === 0 ? (
          <LinkedExplorer views={views} />
        ) : (
          <OpenedExplorer key={generation} views={views} />
        )
      }
    </ModelGate>
  );
}
