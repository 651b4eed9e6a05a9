import type { Flow, FlowColumn, FlowLink } from "./flow.ts";

export interface ChartNode {
  /** Unique in the chart: a symbol may stand in two columns. */
  name: string;
  depth: number;
  label: string;
}

export interface ChartLink {
  source: string;
  target: string;
  /** Width; the sign is kept apart. */
  value: number;
  amount: number;
}

const DEPTHS: Record<FlowColumn, number> = { book: 0, wrapper: 1, holding: 2 };
const id = (column: FlowColumn, key: string) => `${column}/${key}`;

/** Flow → nodes and links of a sankey diagram. */
export function flowGraph({ positions, carried }: Flow): {
  nodes: ChartNode[];
  links: ChartLink[];
} {
  const nodes = new Map<string, ChartNode>();
  const node = (column: FlowColumn, key: string) => {
    const name = id(column, key);
    nodes.set(name, { name, depth: DEPTHS[column], label: key });
    return name;
  };
  const link = (from: FlowColumn, to: FlowColumn) => (item: FlowLink) => ({
    source: node(from, item.from),
    target: node(to, item.to),
    value: Math.abs(item.amount),
    amount: item.amount,
  });
  const links = [
    ...positions.map(link("book", "wrapper")),
    ...carried.map(link("wrapper", "holding")),
  ];
  return { nodes: [...nodes.values()], links };
}
