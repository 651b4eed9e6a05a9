import { AmountCell } from "./Figure.tsx";
import type { WrapperPosition } from "./holdings.ts";
import { LoadRow, NoticeRow } from "./Notices.tsx";
import type { Load } from "./use-load.ts";

interface Props {
  wrappers: Load;
  positions: readonly WrapperPosition[] | undefined;
}

/** The wrappers' own lines: shown for comparison, counted in no total. */
export function WrapperLines({ wrappers, positions }: Props) {
  return (
    <tbody className="lt-excluded" aria-label="Wrappers as traded, not counted">
      <NoticeRow columns={7} level={0}>
        Wrappers as traded: replaced by what they hold, so in no total
      </NoticeRow>
      {positions?.map(({ symbol, position }) => (
        <tr key={symbol} data-row={`wrapper:${symbol}`}>
          <th scope="row">
            <span className="lt-label" data-level={1}>
              <span className="lt-label-text">{symbol}</span>
            </span>
          </th>
          <AmountCell value={null} />
          <AmountCell value={null} />
          <AmountCell name="total" value={position} />
          <td className="lt-number">not counted</td>
          <td colSpan={2} />
        </tr>
      ))}
      <LoadRow
        load={wrappers}
        columns={7}
        level={1}
        empty="There is no wrapper in this selection."
      />
    </tbody>
  );
}
