import type { Query } from "@cubejs-client/core";
import {
  gridOptions,
  type PivotOptions,
} from "../../tests/unit/web/pivot/grid/fake-api.ts";
import type { Answer, Row } from "../../web/src/pivot/answer.ts";
import type { Ask, Load } from "../../web/src/pivot/grid/ask.ts";
import { assembleGrid } from "../../web/src/pivot/grid/grid.ts";
import type { AxisTree } from "../../web/src/pivot/grid/axis-tree.ts";
import { benchCommand } from "../bench-command.ts";
import { machine, markdownTable } from "../machine.ts";
import { interleave, type Timing } from "../measure.ts";

/** Answers at once with so many desks and regions, whose values are made up. */
function ask(desks: number, regions: number): Ask {
  const loads = new Map<string, Load>();
  const answer = ({ dimensions = [], measures = [] }: Query): Answer => {
    const count = (name: string, most: number) =>
      dimensions.some((item) => item.endsWith(`.${name}`)) ? most : 1;
    const across = count("region", regions);
    const rows = Array.from(
      { length: count("desk", desks) * across },
      (_, index): Row => {
        const [desk, region] = [Math.floor(index / across), index % across];
        return Object.fromEntries([
          ...dimensions.map((name) => [
            name,
            name.endsWith(".desk") ? `d${desk}` : `r${region}`,
          ]),
          ...measures.map((name) => [name, String((index * 7919) % 1009)]),
        ]) as Row;
      },
    );
    return {
      rows,
      rollups: [],
      refreshedAt: undefined,
      total: rows.length,
      milliseconds: 0,
      arrivedAt: 0,
    };
  };
  return ({ query }) => {
    const key = JSON.stringify(query);
    const load = loads.get(key) ?? {
      answer: answer(query),
      error: undefined,
      fetching: false,
    };
    loads.set(key, load);
    return load;
  };
}

const nodes = (tree: AxisTree) =>
  tree.items.flatMap((item) => (item.kind === "node" ? [item.node] : []));

/** One pass over answers that are all there, every cell read. */
function pass(
  desks: number,
  regions: number,
  more: PivotOptions,
  read: boolean,
) {
  const options = {
    ...gridOptions({ rows: ["desk"], columns: ["region"], ...more }),
    ask: ask(desks, regions),
  };
  return () => {
    const grid = assembleGrid(options);
    const columns = nodes(grid.columns);
    for (const row of read ? nodes(grid.rows) : []) {
      for (const column of columns) {
        for (const value of grid.plan.values) grid.cell(row, column, value);
      }
    }
    return Promise.resolve();
  };
}

const SHARES: PivotOptions = {
  axes: {
    rows: {
      sort: [
        {
          by: "value",
          measure: "notional",
          figure: "percent_of_total",
          at: [],
          descending: true,
        },
      ],
    },
  },
};

interface Report {
  machine: string;
  lanes: Record<string, Timing>;
}

export const webReshape = benchCommand({
  name: "web-reshape",
  summary: "Measures what the web client takes from answers to a pivot.",
  counts: {
    rounds: {
      default: 20,
      min: 1,
      max: 1000,
      description: "passes per lane",
    },
  },
  async measure({ rounds }): Promise<Report> {
    const lanes = await interleave(
      {
        "50,000 cells placed": pass(200, 250, {}, true),
        "10,000 rows ordered by a share, listed again": pass(
          10_000,
          5,
          SHARES,
          false,
        ),
      },
      rounds,
    );
    return { machine: machine(), lanes };
  },
  markdown: (report) =>
    [
      report.machine,
      "",
      markdownTable([
        ["pass", "p50 ms", "p95 ms"],
        ...Object.entries(report.lanes).map(([name, { p50, p95 }]) => [
          name,
          p50.toFixed(1),
          p95.toFixed(1),
        ]),
      ]),
      "",
    ].join("\n"),
});
