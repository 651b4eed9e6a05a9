import { type Command, EXIT } from "../../base/cli.ts";
import { UsageError } from "../../base/errors.ts";
import {
  describeDistributions,
  type Description,
} from "../describe/distribution.ts";
import { declaredTargets, distributionsOf } from "../describe/distributions.ts";
import { samplePrices } from "../describe/price-sample.ts";
import { descriptionText } from "../describe/report-text.ts";
import { drawSample } from "../describe/sample.ts";
import {
  readSampling,
  type Sampling,
  SAMPLING_OPTIONS,
  shownParameters,
} from "../parameters.ts";
import { openOutput } from "../sinks/output.ts";
import { print } from "./print.ts";

/** Below, a test could not tell one distribution from another. */
const LEAST_TRADES = 1000;
/** Numbers are kept one by one for the tests: about 200 bytes per trade. */
const MOST_TRADES = 1_000_000;

/** Shows what the generator draws; exit code 1 when it is not as declared. */
export const describe: Command = {
  name: "describe",
  summary: `Draws a sample and prints its distributions beside what is declared, with a
test of each (chi-square or Kolmogorov–Smirnov). Nothing is written to the database.`,
  options: {
    rows: {
      ...SAMPLING_OPTIONS.rows,
      default: "100000",
      description: `trades of the sample, ${LEAST_TRADES} to ${MOST_TRADES}`,
    },
    "portfolio-managers": SAMPLING_OPTIONS["portfolio-managers"],
    seed: SAMPLING_OPTIONS.seed,
    "trade-date": SAMPLING_OPTIONS["trade-date"],
    days: { ...SAMPLING_OPTIONS.days, default: "5" },
    html: {
      type: "string",
      value: "path",
      description: "also draw them: a page that needs no network",
    },
    json: {
      type: "boolean",
      description: "all numbers as JSON on the standard output",
    },
  },
  async run(args) {
    const sampling = readSampling(args);
    args.integer("rows", { min: LEAST_TRADES, max: MOST_TRADES });
    const page = args.text("html");
    if (page === "") {
      throw new UsageError("--html is empty", "give it the path of a file");
    }
    const description = describeSample(sampling);
    const shown = shownParameters(sampling);
    if (page !== undefined) {
      // Drawing takes longer to load than all the rest.
      const { descriptionHtml } = await import("../describe/report-html.ts");
      await writeFile(page, descriptionHtml(description, shown));
    }
    await print(
      args.flag("json")
        ? `${JSON.stringify({ command: "describe", parameters: shown, ...description }, null, 2)}\n`
        : `${sampleText(shown)}\n\n${descriptionText(description)}`,
    );
    if (description.off.length > 0) process.exitCode = EXIT.failed;
  },
};

export function describeSample(sampling: Sampling): Description {
  const { portfolioManagers, seed, lastDay } = sampling;
  const targets = declaredTargets(portfolioManagers, seed);
  return describeDistributions(
    distributionsOf(
      drawSample(sampling, targets.longShare),
      samplePrices(seed, lastDay),
      targets,
    ),
  );
}

const sampleText = (shown: Record<string, unknown>) =>
  `Sample: ${Object.entries(shown)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(
      ", ",
    )}. Bars and first number: the sample; second number: as declared.`;

async function writeFile(path: string, text: string): Promise<void> {
  const output = await openOutput(path);
  try {
    await output.write(Buffer.from(text));
    await output.commit();
  } catch (error) {
    await output.discard();
    throw error;
  }
}
