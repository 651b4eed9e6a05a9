import { Button, Popover } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useClient } from "../api/client-context.ts";
import { connectionStrings, readConnection } from "./connection-strings.ts";
import type { Send } from "./stream.ts";
import { CopyButton } from "./CopyButton.tsx";

const PATH = "/lookthrough/sql-connection";

async function fetchConnection(send: Send, signal: AbortSignal) {
  const answer = await send(PATH, { signal });
  return answer.ok ? (readConnection(await answer.json()) ?? null) : null;
}

const NOTES = {
  none: "No password is needed. The user token is asked for an API token, to see what its bearer sees.",
  token:
    "Write an API token in place of TOKEN: whoever runs this server makes one with npm run token.",
  user: "Write the user and password that this server is configured with.",
};

/** How other programs reach the same tables. */
export function ConnectMenu() {
  const { fetch } = useClient();
  const { data } = useQuery({
    queryKey: ["sql-connection"],
    queryFn: ({ signal }) => fetchConnection(fetch, signal),
    staleTime: Infinity,
  });
  return (
    <Popover
      position="bottom-end"
      shadow="md"
      width="min(600px, 94vw)"
      trapFocus
    >
      <Popover.Target>
        <Button size="xs" variant="default">
          Connect
        </Button>
      </Popover.Target>
      <Popover.Dropdown className="sql-connect" aria-label="Connection strings">
        {data === null || data === undefined ? (
          <p>
            This server tells of no SQL API over the protocol of Postgres:
            statements run on this page only.
          </p>
        ) : (
          <>
            <p>
              The same tables, in every program that speaks to Postgres.{" "}
              {NOTES[data.login]}
            </p>
            <dl>
              {connectionStrings(data, window.location.hostname).map(
                ({ tool, text }) => (
                  <div key={tool}>
                    <dt>{tool}</dt>
                    <dd>
                      <code>{text}</code>
                      <CopyButton
                        text={() => text}
                        label={`Copy connection string for ${tool}`}
                      />
                    </dd>
                  </div>
                ),
              )}
            </dl>
          </>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
