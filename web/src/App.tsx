import {
  QueryCache,
  QueryClient,
  QueryClientProvider,
} from "@tanstack/react-query";
import { lazy, Suspense, useMemo, useState } from "react";
import { Route, Switch } from "wouter";
import {
  createClient,
  isForbidden,
  isModelOutdated,
  storedToken,
  storeToken,
} from "./api/client.ts";
import { ClientContext } from "./api/client-context.ts";
import { PageHeader } from "./components/PageHeader.tsx";
import { NoSuchPage } from "./components/NoSuchPage.tsx";
import { TokenForm } from "./components/TokenForm.tsx";
import { type PivotLife, PivotLives } from "./pivot/state/pivot-lives.ts";

const ExplorerPage = lazy(() => import("./explorer/ExplorerPage.tsx"));
const LookThroughPage = lazy(
  () => import("./look-through/LookThroughPage.tsx"),
);
const SqlPage = lazy(() => import("./sql/SqlPage.tsx"));

/** How long an answer counts as current without asking again. */
const STALE_MS = 60_000;

function createQueryClient(onForbidden: () => void): QueryClient {
  const client = new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (isForbidden(error)) onForbidden();
        if (isModelOutdated(error)) {
          void client.invalidateQueries({ queryKey: ["meta"] });
        }
      },
    }),
    defaultOptions: {
      queries: {
        // An error shows at once, with a button to retry.
        retry: false,
        refetchOnWindowFocus: false,
        staleTime: STALE_MS,
      },
    },
  });
  return client;
}

export function App() {
  const [token, setToken] = useState(storedToken);
  const [forbidden, setForbidden] = useState(false);
  const [queryClient] = useState(() =>
    createQueryClient(() => setForbidden(true)),
  );
  const [lives] = useState<PivotLife[]>([]);
  const client = useMemo(() => createClient(token), [token]);

  const submit = (next: string) => {
    storeToken(next);
    setToken(next);
    setForbidden(false);
    // Answers belong to the user of the former token.
    queryClient.clear();
  };

  return (
    <QueryClientProvider client={queryClient}>
      <ClientContext value={client}>
        <div className="page" data-page>
          <PageHeader />
          {forbidden ? (
            <TokenForm refused={token !== ""} onSubmit={submit} />
          ) : (
            <Suspense fallback={<div className="page-message" aria-busy />}>
              <Switch>
                <Route path="/look-through" component={LookThroughPage} />
                <Route path="/sql" component={SqlPage} />
                <Route path="/">
                  <PivotLives value={lives}>
                    <ExplorerPage />
                  </PivotLives>
                </Route>
                <Route component={NoSuchPage} />
              </Switch>
            </Suspense>
          )}
        </div>
      </ClientContext>
    </QueryClientProvider>
  );
}
