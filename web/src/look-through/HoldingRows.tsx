import { formatLabel } from "../pivot/format.ts";
import { CarrierRows } from "./CarrierRows.tsx";
import { Expander } from "./Expander.tsx";
import { AmountCell, TextCell } from "./Figure.tsx";
import { formatAmount, formatShare } from "./figures.ts";
import type { Holding } from "./holdings.ts";
import { dimensionTitle, usePage } from "./page-context.ts";
import { useOpenRows } from "./use-open-rows.ts";

interface Props {
  row: Holding;
  /** As traded: one amount, nothing to open. */
  traded: boolean;
  /** The row is a wrapper's own line. */
  wrapper: boolean | undefined;
}

/** One row of the main table and, when open, the wrappers that carry it. */
export function HoldingRows({ row, traded, wrapper }: Props) {
  const { view, plan, format, change } = usePage();
  const { isOpen, toggle } = useOpenRows();
  const open = !traded && isOpen([row.key]);
  const label = formatLabel(row.key);
  const { carriers } = row;

  const carrierText = () => {
    if (carriers === undefined) return undefined;
    if (carriers === null) return "–";
    return carriers.count === 0
      ? ""
      : `${carriers.largest} ${formatAmount(carriers.amount, format)}`;
  };

  return (
    <>
      <tr data-row={`key:${row.key}`} data-open={open || undefined}>
        <th scope="row" title={`${dimensionTitle(view, plan.rows)} ${label}`}>
          {traded ? (
            <span className="lt-label" data-level={0}>
              <span className="lt-label-text">{label}</span>
              {wrapper && <span className="lt-badge">wrapper</span>}
              <button
                type="button"
                className="lt-link"
                onClick={() =>
                  change(
                    wrapper
                      ? { tab: "wrapper", wrapper: row.key }
                      : { drill: { row: row.key, carrier: undefined } },
                  )
                }
              >
                {wrapper ? "Look inside" : "Trades"}
              </button>
            </span>
          ) : (
            <Expander
              label={label}
              level={0}
              open={open}
              onToggle={() => toggle([row.key])}
            />
          )}
        </th>
        {!traded && (
          <>
            <AmountCell name="direct" value={row.direct} />
            <AmountCell name="via" value={row.via} />
          </>
        )}
        <AmountCell name="total" value={row.total} />
        <TextCell name="share" text={formatShare(row.share)} />
        {!traded && (
          <>
            <TextCell
              name="wrappers"
              text={
                carriers === undefined
                  ? undefined
                  : carriers === null
                    ? "–"
                    : carriers.count === 0
                      ? ""
                      : String(carriers.count)
              }
              title={
                carriers === null
                  ? "More carriers than were read: open the row to see them"
                  : undefined
              }
            />
            <td className="lt-carrier" data-figure="carrier">
              {carrierText() ?? <span className="lt-skeleton" />}
            </td>
          </>
        )}
      </tr>
      {open && <CarrierRows row={row} />}
    </>
  );
}
