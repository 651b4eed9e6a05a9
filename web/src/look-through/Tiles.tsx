import { formatDay } from "../pivot/format.ts";
import { formatAmount, formatShare, isNegative } from "./figures.ts";
import { usePage } from "./page-context.ts";
import type { Part } from "./state.ts";
import { useCurrency } from "./use-currency.ts";
import type { Totals } from "./use-totals.ts";

interface Props {
  totals: Totals;
}

interface Tile {
  name: string;
  title: string;
  text: string | undefined;
  note: string;
  part: Part;
  disabled?: boolean;
}

/** The head figures; each one filters the table by what it counts. */
export function Tiles({ totals }: Props) {
  const { state, change, format, weights } = usePage();
  const currency = useCurrency();
  const amount = (value: number | undefined) =>
    value === undefined ? undefined : formatAmount(value, format);
  const loaded = totals.held !== undefined;
  const effective = [...weights.byWrapper.values()]
    .map((item) => item.effective)
    .sort()
    .at(-1);

  const tiles: Tile[] = [
    {
      name: "total",
      title: "Total",
      text: amount(totals.total),
      note: "as traded",
      part: "all",
    },
    {
      name: "direct",
      title: "Direct",
      text: amount(totals.direct),
      note: "held without a wrapper",
      part: "direct",
    },
    {
      name: "via",
      title: "Via wrappers",
      text: amount(totals.via),
      note: "through ETFs and ETCs",
      part: "via",
    },
    {
      name: "share",
      title: "Share via wrappers",
      text: loaded ? formatShare(totals.viaShare) : undefined,
      note: "of look-through",
      part: "via",
    },
    {
      name: "coverage",
      title: "Coverage",
      text: loaded ? formatShare(totals.coverage) : undefined,
      note: "of notional, by weights",
      part: "unmapped",
    },
    {
      name: "unmapped",
      title: "Unmapped",
      text: amount(totals.unmapped),
      note: "cash or no weight",
      part: "unmapped",
    },
    {
      name: "weights",
      title: "Weights as of",
      text: !weights.loaded
        ? undefined
        : effective === undefined
          ? "–"
          : formatDay(effective),
      note:
        weights.stale.length === 0
          ? "none stale"
          : `${weights.stale.length} stale`,
      part: "stale",
      disabled: weights.stale.length === 0 && state.part !== "stale",
    },
  ];

  const choose = (part: Part) =>
    change({
      part: state.part === part ? "all" : part,
      tab: "holdings",
      open: [],
      // As traded, a wrapper carries nothing.
      count:
        state.count === "direct" && part !== "direct" && part !== "all"
          ? "look_through"
          : state.count,
    });

  return (
    <div
      className="lt-tiles"
      data-region="figures"
      role="group"
      aria-label="Figures of the selection"
    >
      {tiles.map((tile) => (
        <button
          key={tile.name}
          type="button"
          className="lt-tile"
          data-tile={tile.name}
          data-stale={totals.stale || undefined}
          data-alert={
            (tile.name === "weights" && weights.stale.length > 0) || undefined
          }
          aria-pressed={state.part === tile.part}
          disabled={tile.disabled}
          onClick={() => choose(tile.part)}
        >
          <span className="lt-tile-title">
            {tile.title}
            {["total", "direct", "via", "unmapped"].includes(tile.name) &&
              currency.code !== undefined && (
                <span className="lt-unit">{currency.code}</span>
              )}
          </span>
          <span
            className="lt-tile-value"
            data-negative={
              (tile.text !== undefined && isNegative(tile.text)) || undefined
            }
          >
            {tile.text ??
              (totals.error === undefined ? (
                <span className="lt-skeleton" />
              ) : (
                "–"
              ))}
          </span>
          <span className="lt-tile-note">{tile.note}</span>
        </button>
      ))}
    </div>
  );
}
