import { useExplorer } from "../explorer-context.ts";
import { HelpModal } from "./HelpModal.tsx";
import { KEY_GROUPS } from "./keys.ts";

const MODES = [
  {
    title: "As traded",
    text: "Counts Direct, ETF and ETC rows: what was bought and sold. A wrapper is one instrument. Constituent rows are left out, so nothing counts twice.",
  },
  {
    title: "Look-through",
    text: "Counts Direct rows, and Constituent rows in place of their ETF or ETC: what is really held. What the weights leave unexplained is unmapped; look-through plus unmapped is as traded.",
  },
];

/** All keys, what the measures mean and what each exposure mode counts. */
export default function ExplorerHelp({ onClose }: { onClose: () => void }) {
  const { view } = useExplorer();
  const measures = view.measures.map(({ title, description }) => ({
    title,
    text: description,
  }));
  return (
    <HelpModal
      keys={KEY_GROUPS}
      definitions={[
        { title: "Exposure", items: MODES },
        { title: `Measures of ${view.title}`, items: measures },
      ]}
      onClose={onClose}
    />
  );
}
