import { textTable } from "../commands/text-table.ts";
import type { Bin, Description, Distribution } from "./distribution.ts";
import type { Fit } from "./statistics.ts";

const BAR_CELLS = 40;
/** Classes that are shown; the others are added up. */
const MOST_CLASSES = 30;
const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
const FULL = "█";

const percent = (share: number) => `${(share * 100).toFixed(2)} %`;

/** How a test ended, in words. */
export const verdict = ({ id, fit }: Distribution, off: readonly string[]) =>
  fit === undefined ? "not tested" : off.includes(id) ? "OFF" : "ok";

/** `chi-square 26.31, 28 degrees of freedom, p = 0.557`. */
export function fitText({
  method,
  statistic,
  degreesOfFreedom,
  p,
}: Fit): string {
  const degrees =
    degreesOfFreedom === undefined
      ? ""
      : `, ${degreesOfFreedom} degree${degreesOfFreedom === 1 ? "" : "s"} of freedom`;
  return `${method} ${Number(statistic.toPrecision(4))}${degrees}, p = ${probability(p)}`;
}

const probability = (p: number) =>
  p >= 0.001 ? p.toFixed(3) : p === 0 ? "0" : p.toExponential(1);

/** Every distribution as a table with bars, then all tests. */
export function descriptionText(description: Description): string {
  const { distributions, threshold, off } = description;
  const tests = textTable([
    ["distribution", "test", "verdict"],
    ...distributions.map((distribution) => [
      distribution.id,
      distribution.fit === undefined ? "" : fitText(distribution.fit),
      verdict(distribution, off),
    ]),
  ]);
  return [
    ...distributions.map((distribution) => distributionText(distribution, off)),
    tests,
    `${conclusion(description)} A distribution is off when p < ${threshold.toExponential(1)}.\n`,
  ].join("\n");
}

export const conclusion = ({ distributions, off }: Description): string => {
  const tested = distributions.filter(({ fit }) => fit !== undefined).length;
  return off.length === 0
    ? `All ${tested} tested distributions are as declared.`
    : `${off.length} of ${tested} tested distributions are off: ${off.join(", ")}.`;
};

function distributionText(
  distribution: Distribution,
  off: readonly string[],
): string {
  const { title, declared, fit } = distribution;
  const bins = fold(distribution.bins);
  const longest = Math.max(
    ...bins.map(({ share, target = 0 }) => Math.max(share, target)),
  );
  const rows = bins.map(({ label, share, target }) => [
    `  ${label}`,
    bar(share / longest),
    percent(share),
    target === undefined ? "" : percent(target),
  ]);
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(0, ...rows.map((row) => row[column]!.length)),
  );
  const lines = rows.map(([label = "", filled = "", share = "", target = ""]) =>
    `${label.padEnd(widths[0]!)}  ${filled.padEnd(BAR_CELLS)}  ${share.padStart(widths[2]!)}  ${target.padStart(widths[3]!)}`.trimEnd(),
  );
  const foot =
    fit === undefined
      ? []
      : [`  ${fitText(fit)}: ${verdict(distribution, off)}`];
  return `${[title, `  ${declared}`, ...lines, ...foot].join("\n")}\n`;
}

/** The most frequent classes by their target, the others as one. */
export function fold(bins: readonly Bin[]): Bin[] {
  if (bins.length <= MOST_CLASSES) return [...bins];
  const ranked = [...bins].sort(
    (a, b) => (b.target ?? b.share) - (a.target ?? a.share),
  );
  const rest = ranked.slice(MOST_CLASSES - 1);
  const total = (key: "count" | "share" | "target") =>
    rest.reduce((sum, bin) => sum + (bin[key] ?? 0), 0);
  return [
    ...ranked.slice(0, MOST_CLASSES - 1),
    {
      label: `${rest.length} others`,
      count: total("count"),
      share: total("share"),
      target: total("target"),
    },
  ];
}

function bar(share: number): string {
  const eighths = Math.round(share * BAR_CELLS * 8);
  return FULL.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8]!;
}
