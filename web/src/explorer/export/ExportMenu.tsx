import { Button } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useClient } from "../../api/client-context.ts";
import { formatCount } from "../../pivot/format.ts";
import { useExplorer } from "../explorer-context.ts";
import { Action } from "../parts/Action.tsx";
import { isFocusLost } from "../parts/focus.ts";
import { PanelButton } from "../parts/PanelButton.tsx";
import {
  type ExportChoice,
  type Progress,
  useExport,
  viewLink,
} from "./use-export.ts";

const CHOICES: readonly (ExportChoice & { title: string; note: string })[] = [
  { levels: "open", format: "csv", title: "Rows as shown, CSV", note: ".csv" },
  {
    levels: "open",
    format: "xlsx",
    title: "Rows as shown, Excel",
    note: ".xlsx",
  },
  { levels: "all", format: "csv", title: "All levels, CSV", note: ".csv" },
  {
    levels: "all",
    format: "xlsx",
    title: "All levels, Excel",
    note: ".xlsx",
  },
];

const progressText = ({ lines, of }: Progress) =>
  of === undefined
    ? `Exporting, ${formatCount(lines)} rows`
    : `Exporting, ${formatCount(lines)} of about ${formatCount(of)} rows`;

/** The view as a file, a link or a picture. */
export function ExportMenu() {
  const explorer = useExplorer();
  const client = useClient();
  const file = useExport();
  const [told, setTold] = useState("");
  const place = useRef<HTMLSpanElement>(null);
  const isRunning = file.progress !== undefined;
  const hasRun = useRef(false);
  useEffect(() => {
    hasRun.current ||= isRunning;
    // The button that had the focus made way for Cancel, and that one for it.
    if (!hasRun.current || !isFocusLost()) return;
    place.current?.querySelector("button")?.focus();
  }, [isRunning]);
  const copyLink = async () => {
    try {
      const link = await viewLink(explorer, client.fetch);
      await navigator.clipboard.writeText(link);
      setTold("The link has been copied");
    } catch {
      setTold("The link could not be copied: use Share");
    }
  };
  if (file.progress !== undefined) {
    return (
      <span ref={place} className="export-progress" role="status">
        {progressText(file.progress)}
        <Button size="compact-xs" variant="default" onClick={file.cancel}>
          Cancel
        </Button>
      </span>
    );
  }
  return (
    <span ref={place} style={{ display: "contents" }}>
      <PanelButton
        label="Export"
        text="Export"
        position="bottom-end"
        width={260}
      >
        {(close) => (
          <div className="panel-section">
            {CHOICES.map(({ title, note, ...choice }) => (
              <Action
                key={title}
                note={note}
                onClick={() => {
                  file.start(choice);
                  close();
                }}
              >
                {title}
              </Action>
            ))}
            {explorer.page !== undefined && (
              <Action onClick={() => void copyLink()}>Copy the link</Action>
            )}
            <Action
              note=".png"
              onClick={() => {
                explorer.openDrawer({ kind: "chart" });
                close();
              }}
            >
              Chart as a picture
            </Action>
            <p className="panel-note" role="status">
              {told ||
                "Files end with filters, dates and the link to this view."}
            </p>
          </div>
        )}
      </PanelButton>
      {file.problem !== undefined && (
        <span className="export-problem" role="alert">
          {`No file was made: ${file.problem}`}
        </span>
      )}
    </span>
  );
}
