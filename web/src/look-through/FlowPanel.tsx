import { basisTitle } from "./basis.ts";
import { AmountCell } from "./Figure.tsx";
import type { FlowLink } from "./flow.ts";
import { FlowChart } from "./FlowChart.tsx";
import { ErrorNotice } from "./Notices.tsx";
import { usePage } from "./page-context.ts";
import { useFlow } from "./use-flow.ts";

interface TableProps {
  caption: string;
  from: string;
  to: string;
  links: readonly FlowLink[];
  name: string;
}

function LinkTable({ caption, from, to, links, name }: TableProps) {
  return (
    <table className="lt-table lt-compact" data-flow={name}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col" className="lt-name">
            {from}
          </th>
          <th scope="col" className="lt-name">
            {to}
          </th>
          <th scope="col" className="lt-number">
            Amount
          </th>
        </tr>
      </thead>
      <tbody>
        {links.map((link) => (
          <tr key={`${link.from}/${link.to}`}>
            <th scope="row">{link.from}</th>
            <td>{link.to}</td>
            <AmountCell value={link.amount} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Whose money flows through which wrapper into what. */
export default function FlowPanel() {
  const { state, plan } = usePage();
  const { flow, empty, error, retry } = useFlow();
  if (error !== undefined) {
    return (
      <p className="lt-loading">
        <ErrorNotice onRetry={retry}>{error}</ErrorNotice>
      </p>
    );
  }
  if (empty) {
    return (
      <p className="lt-loading">
        Nothing flows through a wrapper in this selection.
      </p>
    );
  }
  if (flow === undefined) {
    return (
      <p className="lt-loading" role="status">
        Reading the flows…
      </p>
    );
  }
  return (
    <>
      <p className="lt-footnote">
        {`${basisTitle(state.basis)} of positions in wrappers: book › wrapper › holding; the 20 largest of each, and Other for the rest.`}
        {!plan.measures.oneSigned &&
          " Widths show size regardless of sign; negative amounts are red."}
      </p>
      <FlowChart flow={flow} />
      <details className="lt-details" open>
        <summary>The same flows as tables</summary>
        <div className="lt-columns">
          <LinkTable
            name="positions"
            caption="From books into wrappers"
            from="Book"
            to="Wrapper"
            links={flow.positions}
          />
          <LinkTable
            name="carried"
            caption="From wrappers into holdings"
            from="Wrapper"
            to="Holding"
            links={flow.carried}
          />
        </div>
      </details>
    </>
  );
}
