import { QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense, useMemo, useState } from "react";
import { Route, Switch } from "wouter";
import {
  createClient,
  isForbidden,
  storedToken,
  storeToken,
} from "./api/client.ts";
import { ClientContext } from "./api/client-context.ts";
import { createQueryClient } from "./api/query-client.ts";
import { PageHeader } from "./components/PageHeader.tsx";
import { NoSuchPage } from "./components/NoSuchPage.tsx";
import { TokenForm } from "./components/TokenForm.tsx";
import {
  type LookThroughLife,
  LookThroughLives,
} from "./look-through/lives.ts";
import { type PivotLife, PivotLives } from "./pivot/state/pivot-lives.ts";

const ExplorerPage = lazy(() => import("./explorer/ExplorerPage.tsx"));
const LookThroughPage = lazy(
  () => import("./look-through/LookThroughPage.tsx"),
);
const SqlPage = lazy(() => import("./sql/SqlPage.tsx"));

export function App() {
  const [token, setToken] = useState(storedToken);
  const [forbidden, setForbidden] = useState(false);
  const [queryClient] = useState(() =>
    createQueryClient((error) => {
      if (isForbidden(error)) setForbidden(true);
    }),
  );
  const [pivots, setPivots] = useState<PivotLife[]>([]);
  const [lookThroughs, setLookThroughs] = useState<LookThroughLife[]>([]);
  const client = useMemo(() => createClient(token), [token]);

  const submit = (next: string) => {
    storeToken(next);
    setToken(next);
    setForbidden(false);
    // Answers and steps belong to the user of the former token.
    queryClient.clear();
    setPivots([]);
    setLookThroughs([]);
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
                <Route path="/look-through">
                  <LookThroughLives value={lookThroughs}>
                    <LookThroughPage />
                  </LookThroughLives>
                </Route>
                <Route path="/sql" component={SqlPage} />
                <Route path="/">
                  <PivotLives value={pivots}>
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
