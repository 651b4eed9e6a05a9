import { keyOf, numberOf } from "../pivot/answer.ts";
import { formatLabel } from "../pivot/format.ts";
import { weightsUsed } from "./drill.ts";
import { Expander } from "./Expander.tsx";
import { AmountCell, TextCell } from "./Figure.tsx";
import { formatShare, formatWeight } from "./figures.ts";
import { type Holding, shareOf } from "./holdings.ts";
import { leafDimension, trade } from "./members.ts";
import { LoadRow } from "./Notices.tsx";
import { dimensionTitle, usePage } from "./page-context.ts";
import { carriersQuery, leavesQuery } from "./row-queries.ts";
import { useLoad } from "./use-load.ts";
import { useOpenRows } from "./use-open-rows.ts";

const COLUMNS = 7;

// A difference of sums of cents: less than half a cent is rounding.
const hasDirect = ({ direct }: Holding) =>
  direct === undefined || Math.abs(direct) >= 0.005;

/** What carries one row: the direct part, then each wrapper. */
export function CarrierRows({ row }: { row: Holding }) {
  const { plan } = usePage();
  const direct = plan.part === "direct";
  const load = useLoad(direct ? undefined : carriersQuery(plan, row.key));
  const noDirect = plan.part === "via" || plan.part === "stale";
  return (
    <>
      {!noDirect && hasDirect(row) && (
        <CarrierRow row={row.key} carrier="" amount={row.direct} />
      )}
      {load.rows?.map((item) => {
        const carrier = keyOf(item, trade("symbol")) ?? "";
        return (
          <CarrierRow
            key={carrier}
            row={row.key}
            carrier={carrier}
            amount={numberOf(item, plan.measures.via) ?? 0}
          />
        );
      })}
      {!direct && (
        <LoadRow
          load={load}
          columns={COLUMNS}
          level={1}
          empty="No wrapper carries it."
        />
      )}
    </>
  );
}

interface CarrierProps {
  row: string;
  /** Symbol of the wrapper; empty = held directly. */
  carrier: string;
  amount: number | undefined;
}

function CarrierRow({ row, carrier, amount }: CarrierProps) {
  const { plan, change, weights, total, state } = usePage();
  const { isOpen, toggle } = useOpenRows();
  const open = isOpen([row, carrier]);
  const direct = carrier === "";
  const used = weightsUsed(weights.items, plan.rows, { row, carrier });
  const weight = used.reduce((sum, item) => sum + item.weight, 0);
  const stale = weights.stale.some((item) => item.wrapper === carrier);
  return (
    <>
      <tr
        className="lt-child"
        data-row={`carrier:${row}/${carrier}`}
        data-open={open || undefined}
      >
        <th scope="row">
          <span className="lt-label">
            <Expander
              label={direct ? "Held directly" : `via ${carrier}`}
              level={1}
              open={open}
              onToggle={() => toggle([row, carrier])}
            />
            {stale && (
              <span
                className="lt-badge"
                data-tone="warning"
                title={`Weights older than ${state.staleDays} days`}
              >
                stale
              </span>
            )}
            <button
              type="button"
              className="lt-link"
              aria-label={`Trades of ${row} ${direct ? "held directly" : `via ${carrier}`}`}
              onClick={() =>
                change({
                  drill: { row, carrier: direct ? undefined : carrier },
                })
              }
            >
              Trades
            </button>
          </span>
        </th>
        <AmountCell value={direct ? amount : null} />
        <AmountCell value={direct ? null : amount} />
        <AmountCell name="total" value={amount} />
        <TextCell text={formatShare(shareOf(amount, total))} />
        <TextCell
          name="weight"
          text={direct || used.length === 0 ? "" : formatWeight(weight)}
          title={direct ? undefined : `Weight in ${carrier}`}
        />
        <td className="lt-carrier">
          {!direct && used.length > 0 ? `of ${carrier}` : ""}
        </td>
      </tr>
      {open && <LeafRows row={row} carrier={carrier} />}
    </>
  );
}

/** The books behind one carrier of one row. */
function LeafRows({ row, carrier }: { row: string; carrier: string }) {
  const { view, plan, total } = usePage();
  const leaf = leafDimension(plan.rows);
  const load = useLoad(leavesQuery(plan, row, carrier, leaf));
  const direct = carrier === "";
  return (
    <>
      {load.rows?.map((item) => {
        const key = keyOf(item, trade(leaf)) ?? "";
        const amount = numberOf(item, plan.measures.held) ?? 0;
        return (
          <tr
            key={key}
            className="lt-child"
            data-row={`leaf:${row}/${carrier}/${key}`}
          >
            <th scope="row">
              <span className="lt-label" data-level={2}>
                <span className="lt-label-text">{formatLabel(key)}</span>
                <span className="lt-label-level">
                  {dimensionTitle(view, leaf)}
                </span>
              </span>
            </th>
            <AmountCell value={direct ? amount : null} />
            <AmountCell value={direct ? null : amount} />
            <AmountCell name="total" value={amount} />
            <TextCell text={formatShare(shareOf(amount, total))} />
            <td colSpan={2} />
          </tr>
        );
      })}
      <LoadRow load={load} columns={COLUMNS} level={2} empty="Nothing here." />
    </>
  );
}
