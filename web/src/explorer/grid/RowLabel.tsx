import type { CSSProperties, ReactNode } from "react";
import { formatLabel } from "../../pivot/format.ts";
import type { AxisNode } from "../../pivot/grid/nodes.ts";
import type { LabelLayout } from "./geometry.ts";
import { pairText } from "./pair-text.ts";

interface Props {
  id: string;
  node: AxisNode;
  labels: LabelLayout;
  active: boolean;
  /** Levels of the rows. */
  levels: number;
  onToggle: () => void;
}

const title = (node: AxisNode): string => {
  if (node.kind === "total") return "Grand total";
  if (node.kind === "member") return formatLabel(node.label);
  return node.members === undefined
    ? "Other"
    : `Other (${node.members.toLocaleString("en-US")})`;
};

export function RowLabel(props: Props) {
  const { node, labels, levels } = props;
  const { layout, width, widths } = labels;
  const expandable = node.kind === "member" && node.expandable;
  const caret: ReactNode = expandable ? (
    <button
      type="button"
      tabIndex={-1}
      className="caret-button"
      data-open={node.expanded || undefined}
      aria-label={`${node.expanded ? "Close" : "Open"} ${title(node)}`}
      onClick={(event) => {
        event.stopPropagation();
        props.onToggle();
      }}
    >
      ▸
    </button>
  ) : (
    <span className="caret-space" />
  );
  const name = (
    <>
      {caret}
      <span className="label-text" data-kind={node.kind}>
        {title(node)}
      </span>
    </>
  );
  return (
    <div
      id={props.id}
      role="rowheader"
      className="grid-cell label"
      style={{ width, "--depth": node.depth } as CSSProperties}
      aria-colindex={1}
      data-active={props.active || undefined}
      data-layout={layout}
      title={pairText(node)}
      onDoubleClick={() => {
        if (expandable) props.onToggle();
      }}
    >
      {layout === "compact" || node.depth === 0 ? (
        <>
          {name}
          {node.kind === "member" && levels > 1 && (
            <span className="label-level">{node.level.dimension.title}</span>
          )}
        </>
      ) : (
        widths.map((each, level) => (
          <span key={level} className="label-column" style={{ width: each }}>
            {level === node.depth - 1 && name}
          </span>
        ))
      )}
    </div>
  );
}
