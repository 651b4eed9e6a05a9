import { BarChart, LineChart } from "echarts/charts";
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
} from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import type { Bin, Description, Distribution } from "./distribution.ts";
import { conclusion, fitText, fold, verdict } from "./report-text.ts";

use([
  AriaComponent,
  BarChart,
  GridComponent,
  LegendComponent,
  LineChart,
  SVGRenderer,
]);

const WIDTH = 640;
const ROW_HEIGHT = 22;
const FRAME_HEIGHT = 90;

/**
 * Colours of the charts, and the style-sheet variables that take their place:
 * a chart is drawn once and follows the reader's light or dark scheme.
 */
const COLOURS = {
  sample: ["#2a78d6", "var(--sample)"],
  target: ["#eb6834", "var(--target)"],
  ink: ["#12345a", "var(--ink)"],
  grid: ["#12345b", "var(--grid)"],
} as const;

const STYLE = `
:root { color-scheme: light dark; --ink: #1d2733; --soft: #5a6775; --grid: #d8dee5;
  --page: #f6f7f9; --card: #fff; --sample: #2a78d6; --target: #c2500f; --off: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e3e8ee; --soft: #9aa7b5; --grid: #36414d;
  --page: #12171d; --card: #1a2129; --sample: #5b9ff0; --target: #f0925a; --off: #ff8a80; } }
body { margin: 0; padding: 24px; background: var(--page); color: var(--ink);
  font: 14px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 22px; margin: 0 0 4px; } h2 { font-size: 16px; margin: 0; }
p { margin: 4px 0 8px; color: var(--soft); } .off { color: var(--off); font-weight: 600; }
main { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 460px), 1fr)); gap: 16px; margin-top: 16px; }
section { background: var(--card); border: 1px solid var(--grid); border-radius: 8px; padding: 16px; overflow-x: auto; }
section.wide { grid-column: 1 / -1; } svg { max-width: 100%; height: auto; display: block; }
table { border-collapse: collapse; } th, td { padding: 2px 16px 2px 0; text-align: left; }
td.number, th.number { text-align: right; } summary { cursor: pointer; color: var(--soft); }
`;

/** A page that needs nothing but itself: no network, no script. */
export function descriptionHtml(
  description: Description,
  parameters: Record<string, unknown>,
): string {
  const { distributions, off } = description;
  const facts = Object.entries(parameters)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(" · ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Distributions of generated trades</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Distributions of generated trades</h1>
<p>${escape(facts)}</p>
<p class="${off.length > 0 ? "off" : ""}">${escape(conclusion(description))}</p>
<main>
${distributions
  .filter(({ bins }) => bins.length > 0)
  .map((each) => card(each, off))
  .join("\n")}
${testsTable(description)}
</main>
</body>
</html>
`;
}

function card(distribution: Distribution, off: readonly string[]): string {
  const { id, title, declared, fit } = distribution;
  const bins = fold(distribution.bins);
  const test =
    fit === undefined
      ? ""
      : `<p class="${off.includes(id) ? "off" : ""}">${escape(fitText(fit))}: ${verdict(distribution, off)}</p>`;
  return `<section id="${id}">
<h2>${escape(title)}</h2>
<p>${escape(declared)}</p>
${chart(title, bins)}
${test}
<details><summary>Numbers</summary>${binsTable(bins)}</details>
</section>`;
}

const percent = (share: number) => Math.round(share * 1e4) / 100;

/** Bars of the sample, points of the target. */
function chart(title: string, bins: readonly Bin[]): string {
  const height = FRAME_HEIGHT + bins.length * ROW_HEIGHT;
  const instance = init(null, null, {
    renderer: "svg",
    ssr: true,
    width: WIDTH,
    height,
  });
  const text = { color: COLOURS.ink[0] };
  const hasTarget = bins.some(({ target }) => target !== undefined);
  instance.setOption({
    animation: false,
    aria: {
      enabled: true,
      label: {
        description: `${title}: share of each class in the sample and its target, in percent`,
      },
    },
    grid: {
      left: 16,
      right: 24,
      top: 32,
      bottom: 8,
      outerBoundsMode: "same",
      outerBoundsContain: "axisLabel",
    },
    legend: { top: 0, right: 0, textStyle: text },
    xAxis: {
      type: "value",
      axisLabel: { ...text, formatter: "{value} %" },
      splitLine: { lineStyle: { color: COLOURS.grid[0] } },
    },
    yAxis: {
      type: "category",
      inverse: true,
      data: bins.map(({ label }) => label),
      axisLabel: { ...text, interval: 0 },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: COLOURS.grid[0] } },
    },
    series: [
      {
        name: "sample",
        type: "bar",
        barWidth: "60%",
        itemStyle: { color: COLOURS.sample[0] },
        data: bins.map(({ share }) => percent(share)),
      },
      ...(hasTarget
        ? [
            {
              name: "target",
              type: "line" as const,
              lineStyle: { width: 0 },
              symbol: "rect",
              symbolSize: [3, 18],
              itemStyle: { color: COLOURS.target[0] },
              data: bins.map(({ target = 0 }) => percent(target)),
            },
          ]
        : []),
    ],
  });
  const svg = instance.renderToSVGString();
  instance.dispose();
  return Object.values(COLOURS).reduce(
    (drawn, [colour, variable]) => drawn.replaceAll(colour, variable),
    svg,
  );
}

const binsTable = (bins: readonly Bin[]) => `<table>
<tr><th>class</th><th class="number">sample</th><th class="number">target</th></tr>
${bins
  .map(
    ({ label, share, target }) =>
      `<tr><td>${escape(label)}</td><td class="number">${percent(share).toFixed(2)} %</td><td class="number">${target === undefined ? "" : `${percent(target).toFixed(2)} %`}</td></tr>`,
  )
  .join("\n")}
</table>`;

const testsTable = ({ distributions, threshold, off }: Description) =>
  `<section class="wide" id="tests">
<h2>Tests</h2>
<p>A distribution is off when p is below ${threshold.toExponential(1)}.</p>
<table>
<tr><th>distribution</th><th>declared</th><th>test</th><th>verdict</th></tr>
${distributions
  .map(
    (each) =>
      `<tr><td>${escape(each.title)}</td><td>${escape(each.declared)}</td><td>${each.fit === undefined ? "" : escape(fitText(each.fit))}</td><td class="${off.includes(each.id) ? "off" : ""}">${verdict(each, off)}</td></tr>`,
  )
  .join("\n")}
</table>
</section>`;

const escape = (text: string) =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll('"', "&quot;");
