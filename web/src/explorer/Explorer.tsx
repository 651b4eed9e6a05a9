import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { errorText } from "../api/client.ts";
import { useClient } from "../api/client-context.ts";
import { PageMessage } from "../components/PageMessage.tsx";
import type { View } from "../model/view.ts";
import { AnswerStore } from "../pivot/answers/answer-store.ts";
import type { PivotHistory, PivotStore } from "../pivot/state/history.ts";
import { viewOf } from "../pivot/state/apply-action.ts";
import { ExplorerView } from "./ExplorerView.tsx";
import { useTradingDays } from "./use-trading-days.ts";
import { FirstWait } from "./waiting/FirstWait.tsx";

interface Props {
  views: readonly View[];
  store: PivotStore;
  /** Address a link to the pivot begins with; undefined = it has none of its own. */
  page?: string;
}

/** The pivot of one store: reads the days with data, then shows the grid. */
export function Explorer({ views, store, page }: Props) {
  const client = useClient();
  const queryClient = useQueryClient();
  const history: PivotHistory = useStore(store);
  const view = viewOf(history.state, views);
  const [answers] = useState(() => new AnswerStore(queryClient, client.load));
  const { days, error, progress, cancel, retry } = useTradingDays(view);

  useEffect(() => () => answers.clear(), [answers]);

  if (error !== null && days === undefined) {
    return (
      <PageMessage
        title="The days with data could not be read"
        role="alert"
        action={{ label: "Retry", onClick: retry }}
      >
        {errorText(error)}
      </PageMessage>
    );
  }
  if (days === undefined) {
    return (
      <FirstWait
        label="Reading the days with data"
        progress={progress}
        onCancel={cancel}
      />
    );
  }
  if (days.length === 0 && view.timeDimension !== undefined) {
    return (
      <PageMessage
        title="There are no trades yet"
        action={{ label: "Look again", onClick: retry }}
      >
        Load some with <code>npm run generate</code>.
      </PageMessage>
    );
  }
  return (
    <main className="explorer">
      {history.messages.length > 0 && (
        <div className="link-messages" role="status">
          <div>
            {history.messages.map((message) => (
              <div key={message}>{message}</div>
            ))}
          </div>
          <Button
            size="compact-xs"
            variant="default"
            onClick={history.dismissMessages}
          >
            Dismiss
          </Button>
        </div>
      )}
      <ExplorerView
        view={view}
        days={days}
        history={history}
        answers={answers}
        page={page}
      />
    </main>
  );
}
