import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { businessDayNumber } from "../../../generator/calendar.ts";
import {
  describeDistributions,
  type Distribution,
} from "../../../generator/describe/distribution.ts";
import {
  declaredTargets,
  distributionsOf,
  type Targets,
} from "../../../generator/describe/distributions.ts";
import {
  type PriceSample,
  samplePrices,
} from "../../../generator/describe/price-sample.ts";
import {
  drawSample,
  type TradeSample,
} from "../../../generator/describe/sample.ts";
import {
  chiSquare,
  kolmogorovSmirnov,
  kolmogorovTail,
  normalCdf,
} from "../../../generator/describe/statistics.ts";
import { run } from "./csv-text.ts";

const SAMPLING = {
  rows: 40_000,
  portfolioManagers: 10,
  seed: "42",
  lastDay: businessDayNumber("2024-01-15"),
  days: 5,
};

let sample: TradeSample;
let prices: PriceSample;
let targets: Targets;

beforeAll(() => {
  targets = declaredTargets(SAMPLING.portfolioManagers, SAMPLING.seed);
  sample = drawSample(SAMPLING, 0.52);
  prices = samplePrices(SAMPLING.seed, SAMPLING.lastDay);
});

const offWith = (
  changedSample: Partial<TradeSample>,
  changedTargets: Partial<Targets> = {},
  changedPrices: Partial<PriceSample> = {},
) =>
  describeDistributions(
    distributionsOf(
      { ...sample, ...changedSample },
      { ...prices, ...changedPrices },
      { ...targets, ...changedTargets },
    ),
  ).off;

describe("tests of fit", () => {
  // Statistic and p-value by hand; critical values from printed tables.
  it.each([
    [[44, 56], [1, 1], 1.44, 1, 0.2301],
    [[5, 8, 9, 8, 10, 20], [1, 1, 1, 1, 1, 1], 13.4, 5, 0.0199],
    [[55, 45, 100], [0.25, 0.25, 0.5], 1, 2, 0.6065],
  ])("chi-square of %j against %j", (observed, shares, statistic, df, p) => {
    const fit = chiSquare(observed, shares);
    expect(fit.statistic).toBeCloseTo(statistic, 10);
    expect(fit.degreesOfFreedom).toBe(df);
    expect(fit.p).toBeCloseTo(p, 4);
  });

  it("takes classes together that expect fewer than five", () => {
    const fit = chiSquare([50, 46, 2, 1, 1], [50, 46, 2, 1, 1]);
    expect(fit).toMatchObject({ statistic: 0, degreesOfFreedom: 1, p: 1 });
  });

  it("calls what cannot be impossible", () => {
    expect(chiSquare([99, 1], [1, 0]).p).toBeLessThan(1e-9);
  });

  it.each([
    [1.2238, 0.1],
    [1.3581, 0.05],
    [1.6276, 0.01],
    [1.9495, 0.001],
  ])("Kolmogorov's statistic of %d is exceeded with %d", (lambda, p) => {
    expect(kolmogorovTail(lambda)).toBeCloseTo(p, 4);
  });

  it("Kolmogorov–Smirnov: the largest distance of the two curves", () => {
    const uniform = (x: number) => x;
    const fit = kolmogorovSmirnov(Float64Array.of(0.7, 0.1, 0.4), uniform);
    // Steps at 0.1, 0.4, 0.7 to 1/3, 2/3, 1.
    expect(fit.statistic).toBeCloseTo(0.3, 12);
    const grid = Float64Array.from(
      { length: 1000 },
      (_, i) => (i + 0.5) / 1000,
    );
    expect(kolmogorovSmirnov(grid, uniform).p).toBeCloseTo(1, 6);
    expect(
      kolmogorovSmirnov(
        grid.map((x) => x ** 1.2),
        uniform,
      ).p,
    ).toBeLessThan(0.001);
  });

  it("knows the normal distribution", () => {
    expect(normalCdf(0)).toBeCloseTo(0.5, 12);
    expect(normalCdf(1.959964)).toBeCloseTo(0.975, 6);
    expect(normalCdf(-1)).toBeCloseTo(0.158655, 6);
  });
});

describe("a sample", () => {
  it("is as declared in every distribution", () => {
    expect(offWith({})).toEqual([]);
  });

  it.each(Array.from({ length: 6 }, (_, seed) => `seed ${seed}`))(
    "is, with %s too",
    (seed) => {
      const sampling = { ...SAMPLING, seed, rows: 10_000 };
      const declared = declaredTargets(10, seed);
      const distributions = distributionsOf(
        drawSample(sampling, 0.52),
        samplePrices(seed, sampling.lastDay),
        declared,
      );
      expect(describeDistributions(distributions).off).toEqual([]);
    },
  );

  // Notionals are whole units of up to 8,450 USD: too coarse to be compared as they are.
  it("has sizes that are as declared even when it is large", () => {
    const sampling = { ...SAMPLING, rows: 300_000 };
    const distributions = distributionsOf(
      drawSample(sampling, 0.52),
      prices,
      targets,
    );
    expect(describeDistributions(distributions).off).toEqual([]);
  }, 30_000);

  // As the data model has it: 29 instruments, drawn uniformly; 52 % are long.
  it("has the targets of the data model", () => {
    const distributions = distributionsOf(sample, prices, targets);
    const target = (id: string) =>
      Object.fromEntries(
        distributions
          .find((distribution) => distribution.id === id)!
          .bins.map((bin) => [bin.label, bin.target]),
      );
    expect(target("exposure_type")).toEqual({
      Direct: 21 / 29,
      ETF: 4 / 29,
      ETC: 4 / 29,
    });
    expect(target("asset_class")["Equity"]).toBeCloseTo(19 / 29, 12);
    expect(target("direction")).toEqual({ Long: 0.52, Short: 0.48 });
    expect(target("scenario")["Base"]).toBe(0.8);
    expect(
      Object.values(target("hour")).reduce<number>((a, b) => a + b!, 0),
    ).toBeCloseTo(1, 12);
    expect(sample.rowsExploded / sample.trades).toBeCloseTo(54 / 29, 1);
  });

  it("counts every trade once in each distribution", () => {
    for (const { id, bins } of distributionsOf(sample, prices, targets)) {
      if (bins.length === 0 || id === "fees" || id.endsWith("returns"))
        continue;
      expect([id, bins.reduce((sum, bin) => sum + bin.count, 0)]).toEqual([
        id,
        SAMPLING.rows,
      ]);
    }
  });
});

describe("a sample that is not as declared is called off:", () => {
  const moved = (numbers: ArrayLike<number>, from: number, to: number) => {
    const changed = Float64Array.from(numbers);
    const share = Math.round(changed[from]! * 0.15);
    changed[from]! -= share;
    changed[to]! += share;
    return changed;
  };

  it.each<[string, () => string[]]>([
    ["symbol", () => offWith({ instrument: moved(sample.instrument, 0, 1) })],
    // From a stock to an ETF.
    [
      "exposure_type",
      () =>
        offWith({
          instrument: moved(moved(sample.instrument, 3, 15), 4, 16),
        }),
    ],
    // From a stock to a metal.
    [
      "asset_class",
      () =>
        offWith({
          instrument: moved(moved(sample.instrument, 3, 23), 4, 24),
        }),
    ],
    [
      "portfolio_manager_id",
      () => offWith({}, { leaf: targets.leaf.map(() => 1) }),
    ],
    [
      "counterparty",
      () => offWith({ counterparty: moved(sample.counterparty, 0, 5) }),
    ],
    ["scenario", () => offWith({ scenario: moved(sample.scenario, 1, 4) })],
    ["direction", () => offWith({ long: sample.trades / 2 })],
    ["venue", () => offWith({ venue: moved(sample.venue, 2, 3) })],
    ["hour", () => offWith({}, { hour: targets.hour.map(() => 1) })],
    ["notional", () => offWith({}, { notionalSpread: 1.3 })],
    ["notional", () => offWith({}, { medianNotionalCents: 5_500_000 })],
    [
      "notional",
      () =>
        offWith({
          wanted: {
            ...sample.wanted,
            low: sample.wanted.low.map((x) => x * 1.1),
            high: sample.wanted.high.map((x) => x * 1.1),
          },
        }),
    ],
    ["fees", () => offWith({ feeRate: sample.feeRate.map((x) => x * 1.03) })],
    [
      "daily_returns",
      () => offWith({}, {}, { daily: prices.daily.map((x) => x * 1.2) }),
    ],
    [
      "minute_returns",
      () => offWith({}, {}, { minutes: prices.minutes.map((x) => x * 1.1) }),
    ],
    [
      "correlation",
      () => offWith({}, {}, { pair: { ...prices.pair, correlation: 0.6 } }),
    ],
    ["price", () => offWith({ farthest: 0.00031 })],
    ["pnl_formula", () => offWith({ wrongPnl: 1 })],
    [
      "winners",
      () =>
        offWith({
          gained: { ...sample.gained, count: sample.gained.count * 1.03 },
        }),
    ],
    ...[
      ...["rate", "slippage", "metric_8", "metric_9", "metric_10"],
      ...["metric_11", "metric_12", "metric_13", "metric_14"],
    ].map((column): [string, () => string[]] => [
      column,
      () =>
        offWith({
          metrics: {
            ...sample.metrics,
            [column]: sample.metrics[column]!.map((x) => Math.round(x * 1.05)),
          },
        }),
    ]),
  ])("%s", (id, off) => {
    expect(off()).toContain(id);
  });
});

describe("npm run generate -- describe", () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "describe-"));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  interface Output {
    command: string;
    parameters: Record<string, unknown>;
    distributions: Distribution[];
    threshold: number;
    off: string[];
  }

  it("prints, draws and lists the same", () => {
    const page = join(folder, "page.html");
    const flags = ["describe", "-r", "5000", "-s", "7", "--days", "2"];
    const text = run([...flags, "--html", page]);
    expect([text.status, text.stderr]).toEqual([0, ""]);
    const json = run([...flags, "--json"]);
    const listed = JSON.parse(json.stdout) as Output;
    expect(listed).toMatchObject({
      command: "describe",
      parameters: { rows: 5000, seed: "7", days: 2, tradeDate: "2024-01-15" },
      off: [],
    });
    const html = readFileSync(page, "utf8");
    // Neither a script nor anything from elsewhere.
    expect(html).not.toMatch(/<script|src=|href=|url\((?!#)/);
    for (const { title, bins, fit } of listed.distributions) {
      expect(text.stdout).toContain(title);
      expect(html).toContain(title.replaceAll("&", "&amp;"));
      for (const { label } of bins) expect(text.stdout).toContain(label);
      const p = fit === undefined ? "" : `p = ${fit.p.toFixed(3)}`;
      if (fit !== undefined && fit.p >= 0.001) {
        expect(text.stdout).toContain(p);
        expect(html).toContain(p);
      }
    }
    expect(html.match(/<svg/g)).toHaveLength(
      listed.distributions.filter(({ bins }) => bins.length > 0).length,
    );
    // Two processes, one of which draws.
  }, 30_000);

  it.each([
    [["-r", "999"], "--rows must be a whole number from 1000 to 1000000: 999"],
    [["--html", ""], "--html is empty"],
    [["--trade-date", "2024-01-13"], "2024-01-13"],
    [["--html", "/proc/none/page.html"], "cannot write /proc/none/page.html"],
    [["stray"], "unexpected argument: stray"],
  ])(
    "refuses %j",
    (flags, message) => {
      const { status, stderr } = run(["describe", "-r", "1000", ...flags]);
      expect(status).toBeGreaterThan(0);
      expect(stderr).toContain(message);
    },
    15_000,
  );
});
