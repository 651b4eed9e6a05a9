import { Button, Loader } from "@mantine/core";
import { errorText } from "../api/client.ts";
import type { Fields } from "../pivot/fields.ts";
import { useDayRange } from "../pivot/use-day-range.ts";
import { usePivotState } from "../pivot/use-pivot-state.ts";
import { Controls } from "./Controls.tsx";
import { PageMessage } from "./PageMessage.tsx";
import { PivotView } from "./PivotView.tsx";

interface Props {
  fields: Fields;
}

export function PivotPage({ fields }: Props) {
  const control = usePivotState(fields);
  const days = useDayRange(fields);

  const view = () => {
    if (days.range) {
      return <PivotView fields={fields} control={control} range={days.range} />;
    }
    if (days.error !== null) {
      return (
        <PageMessage
          title="The days with data could not be read"
          role="alert"
          action={{ label: "Retry", onClick: days.retry }}
        >
          {errorText(days.error)}
        </PageMessage>
      );
    }
    if (days.range === null) {
      return (
        <PageMessage
          title="There are no trades yet"
          action={{ label: "Look again", onClick: days.retry }}
        >
          Load some with <code>npm run generate</code>.
        </PageMessage>
      );
    }
    return (
      <div className="page-message" aria-busy="true">
        <Loader size="sm" aria-label="Reading the days with data" />
      </div>
    );
  };

  return (
    <main className="pivot-page">
      <Controls
        fields={fields}
        control={control}
        range={days.range ?? undefined}
      />
      {control.messages.length > 0 && (
        <div className="link-messages" role="status">
          <div>
            {control.messages.map((message) => (
              <div key={message}>{message}</div>
            ))}
          </div>
          <Button
            size="compact-xs"
            variant="default"
            onClick={control.dismissMessages}
          >
            Dismiss
          </Button>
        </div>
      )}
      {view()}
    </main>
  );
}
