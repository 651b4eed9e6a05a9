import { Loader } from "@mantine/core";
import { errorText } from "../api/client.ts";
import { PageMessage } from "../components/PageMessage.tsx";
import { useViews } from "../model/use-views.ts";
import { LookThroughView } from "./LookThroughView.tsx";
import "../explorer/controls.css";
import "./look-through.css";
import { TRADES } from "./members.ts";
import { useDays } from "./use-days.ts";

/** What do we really hold? Direct positions and those carried by wrappers. */
export default function LookThroughPage() {
  const meta = useViews();
  const days = useDays();

  const error = meta.error === null ? days.error : errorText(meta.error);
  if (error !== undefined) {
    return (
      <main className="look-through">
        <PageMessage
          title="The page could not be loaded"
          role="alert"
          action={{
            label: "Retry",
            onClick: () => {
              void meta.refetch();
              days.retry();
            },
          }}
        >
          {error}
        </PageMessage>
      </main>
    );
  }
  if (meta.data === undefined || days.range === undefined) {
    return (
      <main className="look-through">
        <div className="page-message" aria-busy="true">
          <Loader size="sm" aria-label="Reading the model" />
        </div>
      </main>
    );
  }
  const view = meta.data.find(({ name }) => name === TRADES);
  if (view === undefined) {
    return (
      <main className="look-through">
        <PageMessage title="Look-through is not offered to you">
          {`The view ${TRADES} is hidden by your access, or the model lacks it.`}
        </PageMessage>
      </main>
    );
  }
  if (days.range === null) {
    return (
      <main className="look-through">
        <PageMessage
          title="There are no trades yet"
          action={{ label: "Look again", onClick: days.retry }}
        >
          Load some with <code>npm run generate</code>.
        </PageMessage>
      </main>
    );
  }
  return <LookThroughView view={view} range={days.range} />;
}
