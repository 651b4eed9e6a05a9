import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { errorText } from "../api/client.ts";
import { isCancelled } from "../api/is-cancelled.ts";
import { MODEL_KEY } from "../api/query-key.ts";
import { PageMessage } from "../components/PageMessage.tsx";
import { FirstWait } from "../explorer/waiting/FirstWait.tsx";
import { useViews } from "./use-views.ts";
import type { View } from "./view.ts";

interface Props {
  /** @param generation counts how often the model changed while this was open */
  children: (views: readonly View[], generation: number) => ReactNode;
}

function useGeneration(views: readonly View[] | undefined): number {
  const [seen, setSeen] = useState({ views, generation: 0 });
  if (views === seen.views) return seen.generation;
  const generation =
    seen.views === undefined ? seen.generation : seen.generation + 1;
  setSeen({ views, generation });
  return generation;
}

/** Shows what needs the model once it is known, until then how reading it goes. */
export function ModelGate({ children }: Props) {
  const model = useViews();
  const { data, error, refetch } = model;
  const queryClient = useQueryClient();
  const generation = useGeneration(data);
  if (data !== undefined) return children(data, generation);
  const again = () => void refetch();
  if (error === null && !isCancelled(model)) {
    return (
      <FirstWait
        label="Reading the model"
        onCancel={() => void queryClient.cancelQueries({ queryKey: MODEL_KEY })}
      />
    );
  }
  return error === null ? (
    <PageMessage
      title="Reading the model was cancelled"
      action={{ label: "Read it", onClick: again }}
    />
  ) : (
    <PageMessage
      title="The model could not be read"
      role="alert"
      action={{ label: "Retry", onClick: again }}
    >
      {errorText(error)}
    </PageMessage>
  );
}
