import { HelpModal } from "../explorer/help/HelpModal.tsx";
import { BASES, basisDescription, basisTitle } from "./basis.ts";
import { KEY_GROUPS } from "./keys.ts";
import { COUNTS } from "./state.ts";
import { COUNT_NOTES, COUNT_TITLES } from "./wording.ts";

const WORDS = [
  {
    title: "Wrapper",
    text: "An ETF or ETC: an instrument that stands for what it holds. What it holds are its constituents, each with a weight.",
  },
  {
    title: "Via wrappers",
    text: "Position in a wrapper × weight of the constituent, summed over all wrappers.",
  },
  {
    title: "Unmapped",
    text: "What the weights of a wrapper leave unexplained: cash, or constituents without a weight. Look-through + unmapped = total as traded.",
  },
  {
    title: "Coverage",
    text: "Look-through notional ÷ notional as traded.",
  },
];

/** All keys of the page, and what its words mean. */
export default function LookThroughHelp({ onClose }: { onClose: () => void }) {
  return (
    <HelpModal
      keys={KEY_GROUPS}
      definitions={[
        {
          title: "Exposure",
          items: BASES.map((basis) => ({
            title: basisTitle(basis),
            text: basisDescription(basis),
          })),
        },
        {
          title: "Count",
          items: COUNTS.map((count) => ({
            title: COUNT_TITLES[count],
            text: COUNT_NOTES[count],
          })),
        },
        { title: "Words", items: WORDS },
      ]}
      onClose={onClose}
    />
  );
}
