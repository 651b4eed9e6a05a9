import { Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { errorText } from "../api/client.ts";
import { useClient } from "../api/client-context.ts";
import { PageMessage } from "../components/PageMessage.tsx";
import { useViews } from "../model/use-views.ts";
import type { View } from "../model/view.ts";
import { findSaved } from "../pivot/state/saved-views.ts";
import { createSavedViewsStore } from "../pivot/state/saved-views-store.ts";
import { linkId, resolveLink } from "../pivot/state/share-link.ts";
import { useUrlState } from "../pivot/state/use-url-state.ts";
import { Explorer } from "./Explorer.tsx";
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
  const { data } = useQuery({
    queryKey: ["link", linkId(search)],
    queryFn: ({ signal }) =>
      resolveLink(search, { fetch: client.fetch, signal }),
    staleTime: Infinity,
  });
  if (data === undefined) return <Waiting label="Opening the link" />;
  if ("message" in data) {
    return (
      <PageMessage
        title="The link could not be opened"
        role="alert"
        action={{
          label: "Show the default view",
          onClick: () => window.location.assign(window.location.pathname),
        }}
      >
        {data.message}
      </PageMessage>
    );
  }
  return <OpenedExplorer views={views} search={data.search} />;
}

const Waiting = ({ label }: { label: string }) => (
  <div className="page-message" aria-busy="true">
    <Loader size="sm" aria-label={label} />
  </div>
);

/** Counts how often the model changed while the page was open. */
function useGeneration(views: readonly View[] | undefined): number {
  const [seen, setSeen] = useState({ views, generation: 0 });
  if (views === seen.views) return seen.generation;
  const generation =
    seen.views === undefined ? seen.generation : seen.generation + 1;
  setSeen({ views, generation });
  return generation;
}

/** The pivot, once the model is known. */
export default function ExplorerPage() {
  const { data, error, refetch } = useViews();
  const generation = useGeneration(data);
  const [isShortLink] = useState(
    () => linkId(window.location.search) !== undefined,
  );
  if (data !== undefined) {
    // Of another model the address is read anew, which names what had to go.
    return isShortLink && generation === 0 ? (
      <LinkedExplorer views={data} />
    ) : (
      <OpenedExplorer key={generation} views={data} />
    );
  }
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
  return <Waiting label="Reading the model" />;
}
