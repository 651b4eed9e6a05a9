import { useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { Underway } from "../api/underway.ts";
import { UnderwayContext, useLongest } from "../api/use-underway.ts";
import { PageMessage } from "../components/PageMessage.tsx";
import { FirstWait } from "../explorer/waiting/FirstWait.tsx";
import { ModelGate } from "../model/ModelGate.tsx";
import type { View } from "../model/view.ts";
import { LookThroughView } from "./LookThroughView.tsx";
import "../explorer/controls.css";
import "./look-through.css";
import { TRADES } from "./members.ts";
import { useDays } from "./use-days.ts";

/** What do we really hold? Direct positions and those carried by wrappers. */
export default function LookThroughPage() {
  const [underway] = useState(() => new Underway());
  return (
    <UnderwayContext value={underway}>
      <main className="look-through">
        <ModelGate>
          {(views) => <WithDays views={views} underway={underway} />}
        </ModelGate>
      </main>
    </UnderwayContext>
  );
}

interface Props {
  views: readonly View[];
  underway: Underway;
}

function WithDays({ views, underway }: Props) {
  const queryClient = useQueryClient();
  const { range, error, retry } = useDays();
  const progress = useLongest(underway);
  const view = views.find(({ name }) => name === TRADES);
  if (view === undefined) {
    return (
      <PageMessage title="Look-through is not offered to you">
        {`The view ${TRADES} is hidden by your access or not in this model.`}
      </PageMessage>
    );
  }
  if (error !== undefined) {
    return (
      <PageMessage
        title="The days with data could not be read"
        role="alert"
        action={{ label: "Retry", onClick: retry }}
      >
        {error}
      </PageMessage>
    );
  }
  if (range === undefined) {
    return (
      <FirstWait
        label="Reading the days with data"
        progress={progress}
        onCancel={() => void queryClient.cancelQueries({ queryKey: ["load"] })}
      />
    );
  }
  if (range === null) {
    return (
      <PageMessage
        title="There are no trades yet"
        action={{ label: "Look again", onClick: retry }}
      >
        Load some with <code>npm run generate</code>.
      </PageMessage>
    );
  }
  return <LookThroughView view={view} range={range} />;
}
