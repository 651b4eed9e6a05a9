import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useClient } from "../../api/client-context.ts";
import { encodeState } from "../../pivot/state/codec.ts";
import { type SharedLink, shareLink } from "../../pivot/state/share-link.ts";
import { useExplorer } from "../explorer-context.ts";
import { Icon } from "../parts/Icon.tsx";
import { Panel } from "../parts/Panel.tsx";

interface Shared extends SharedLink {
  copied: boolean;
}

const copy = async (text: string): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without https, or refused: the link is there to be copied by hand.
    return false;
  }
};

/** Copies a link to the pivot as it is. */
export function ShareButton({ page }: { page: string }) {
  const client = useClient();
  const { state } = useExplorer();
  const [shared, setShared] = useState<Shared>();
  const share = async () => {
    const search = encodeState(state);
    const link = await shareLink(search, { page, fetch: client.fetch });
    setShared({ ...link, copied: await copy(link.url) });
  };
  return (
    <Panel
      label="Link to this view"
      opened={shared !== undefined}
      onChange={(opened) => {
        if (!opened) setShared(undefined);
      }}
      width={340}
      position="bottom-end"
      target={
        <button
          type="button"
          className="icon-button"
          aria-label="Copy a link to this view"
          title="Copy a link to this view"
          onClick={() => void share()}
        >
          <Icon name="share" />
        </button>
      }
    >
      {() => (
        <div className="panel-section">
          <div role="status">
            {shared?.copied ? "The link has been copied" : "Copy this link"}
          </div>
          <TextInput
            size="xs"
            aria-label="Link"
            readOnly
            value={shared?.url ?? ""}
            onFocus={(event) => event.currentTarget.select()}
          />
          {shared?.message !== undefined && (
            <p className="panel-note">{shared.message}</p>
          )}
        </div>
      )}
    </Panel>
  );
}
