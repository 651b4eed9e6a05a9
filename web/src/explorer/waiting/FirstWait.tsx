import { Loader } from "@mantine/core";
import { useState } from "react";
import type { Progress } from "../../pivot/grid/ask.ts";
import { WaitingLine } from "./WaitingLine.tsx";
import { WaysOut } from "./WaysOut.tsx";

interface Props {
  /** What is read. */
  label: string;
  /** Where the server tells of it. */
  progress?: Progress | undefined;
  onCancel: () => void;
}

/** In place of a page that cannot be shown yet. */
export function FirstWait({ label, progress, onCancel }: Props) {
  const [shownSince] = useState(() => performance.now());
  const since = progress?.since ?? shownSince;
  return (
    <div className="page-message" aria-busy="true">
      <Loader size="sm" aria-label={label} />
      <WaitingLine
        key={since}
        progress={progress ?? { since, stage: undefined }}
        waysOut={<WaysOut cancelTitle={`Ends: ${label}`} onCancel={onCancel} />}
      />
    </div>
  );
}
