import { MantineProvider, mergeThemeOverrides, Portal } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useMemo, useState } from "react";
import { createClient, isForbidden } from "../api/client.ts";
import { ClientContext } from "../api/client-context.ts";
import { createQueryClient } from "../api/query-client.ts";
import { PageMessage } from "../components/PageMessage.tsx";
import { theme as ourTheme } from "../theme.ts";
import { EmbeddedExplorer } from "./EmbeddedExplorer.tsx";
import type {
  PivotProblem,
  PivotStateChange,
  PivotTheme,
} from "./lookthrough-pivot.types.ts";
import { useDarkSystem } from "./use-dark-system.ts";

export interface EmbeddedPivotProps {
  /** Origin of the server. */
  api: string;
  /** Empty = none. */
  token: string;
  /** Empty = the model's first. */
  view: string;
  /** Query string of a link; empty = the view's default. */
  state: string;
  theme: PivotTheme;
  onStateChange: (change: PivotStateChange) => void;
  onError: (problem: PivotProblem) => void;
  /** Stands for the page: carries colours and variables. */
  root: HTMLElement;
  /** Where menus go. */
  portal: HTMLElement;
}

const statusOf = (error: Error): number | undefined =>
  "status" in error && typeof error.status === "number"
    ? error.status
    : undefined;

/** The pivot with all that an app would put around it, for a part of another page. */
export function EmbeddedPivot({
  theme,
  root,
  portal,
  ...props
}: EmbeddedPivotProps) {
  const isDark = useDarkSystem();
  const scheme = theme === "auto" ? (isDark ? "dark" : "light") : theme;
  const mantine = useMemo(
    () =>
      mergeThemeOverrides(ourTheme, {
        components: {
          Portal: Portal.extend({ defaultProps: { target: portal } }),
        },
      }),
    [portal],
  );

  return (
    <MantineProvider
      theme={mantine}
      forceColorScheme={scheme}
      getRootElement={() => root}
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <PivotOfUser
        // Answers belong to the server and to the user of the token.
        key={`${props.api} ${props.token}`}
        {...props}
      />
    </MantineProvider>
  );
}

function PivotOfUser({
  api,
  token,
  view,
  state,
  onStateChange,
  onError,
}: Omit<EmbeddedPivotProps, "theme" | "root" | "portal">) {
  const [client] = useState(() => createClient(token, api));
  const [queryClient] = useState(() => createQueryClient());
  const [refused, setRefused] = useState(false);

  const onProblem = useEffectEvent((error: Error) => {
    if (isForbidden(error)) setRefused(true);
    onError({ message: error.message, status: statusOf(error) });
  });
  useEffect(
    () =>
      queryClient.getQueryCache().subscribe((event) => {
        if (event.type === "updated" && event.action.type === "error") {
          onProblem(event.action.error as Error);
        }
      }),
    [queryClient],
  );

  return (
    <QueryClientProvider client={queryClient}>
      <ClientContext value={client}>
        {refused ? (
          <PageMessage title="This pivot needs a token" role="alert">
            The server at {api} refuses the one it was given, or wants one.
          </PageMessage>
        ) : (
          <EmbeddedExplorer
            view={view}
            state={state}
            onStateChange={onStateChange}
          />
        )}
      </ClientContext>
    </QueryClientProvider>
  );
}
