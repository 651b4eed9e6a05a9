import { Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { errorText } from "../api/client.ts";
import { useClient } from "../api/client-context.ts";
import { META_KEY } from "../api/query-key.ts";
import { readFields } from "../pivot/fields.ts";
import { PageMessage } from "./PageMessage.tsx";
import { PivotPage } from "./PivotPage.tsx";

/** Shows the pivot once the model is known. */
export function MetaGate() {
  const client = useClient();
  const { data, error, refetch } = useQuery({
    queryKey: META_KEY,
    queryFn: async ({ signal }) => readFields(await client.meta(signal)),
    staleTime: Infinity,
  });
  if (data !== undefined) return <PivotPage fields={data} />;
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
  return (
    <div className="page-message" aria-busy="true">
      <Loader size="sm" aria-label="Reading the model" />
    </div>
  );
}
