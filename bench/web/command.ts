import { writeFile } from "node:fs/promises";
import { loadavg } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "../../base/cli.ts";
import { buildWeb, isWebBuildStale } from "../../server/web-build.ts";
import { openPage, startBrowser } from "../../tests/support/browser.ts";
import { startStack } from "../../tests/support/stack.ts";
import { machine } from "../machine.ts";
import { SETTLE_MS } from "../queries/command.ts";
import { loadTrades } from "../queries/load-trades.ts";
import { measureExports } from "./export.ts";
import { measureLoads } from "./load.ts";
import { measureMemory } from "./memory.ts";
import { markdown, type Report } from "./report.ts";
import { measureScroll } from "./scroll.ts";
import { measureChanges, measureExpands } from "./session.ts";
import { initialSizes } from "./sizes.ts";
import { measureStructure } from "./structure.ts";

interface Counts {
  trades: number;
  expands: number;
  rounds: number;
  /** Of scrolling and opening rows, to see whether memory is kept. */
  seconds: number;
}

/** Measures the pivot page in a real browser. */
export const web: Command = {
  name: "web",
  summary:
    "Measures the pivot page in Chromium: expands, sorts and other changes, scrolling, exports, first load, memory and the size of what it loads.",
  options: {
    trades: {
      type: "string",
      default: "1000000",
      value: "n",
      description: "trades to load into a throw-away warehouse",
    },
    expands: {
      type: "string",
      default: "50",
      value: "n",
      description: "rows to open, over three hierarchies",
    },
    rounds: {
      type: "string",
      default: "5",
      value: "n",
      description: "repetitions of sorts and of the first load",
    },
    seconds: {
      type: "string",
      default: "120",
      value: "n",
      description: "how long memory is watched; the target is about 600",
    },
    json: {
      type: "string",
      value: "file",
      description: "also write every number as JSON",
    },
  },
  async run(args) {
    const report = await bench({
      trades: args.integer("trades", { min: 1000, max: 100_000_000 }),
      expands: args.integer("expands", { min: 3, max: 1000 }),
      rounds: args.integer("rounds", { min: 1, max: 1000 }),
      seconds: args.integer("seconds", { min: 1, max: 86_400 }),
    });
    process.stdout.write(markdown(report));
    const file = args.text("json");
    if (file !== undefined) {
      await writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
    }
  },
};

async function bench(counts: Counts): Promise<Report> {
  const { trades, expands, rounds, seconds } = counts;
  const [begin = 0] = loadavg();
  const say = (text: string) => process.stderr.write(`${text}\n`);
  if (isWebBuildStale("web")) {
    await buildWeb("web", AbortSignal.timeout(120_000));
  }
  const stack = await startStack({ rows: 0 });
  const browser = await startBrowser();
  try {
    await loadTrades(stack, trades);
    await sleep(SETTLE_MS);
    say("expands");
    const opened = await measureExpands(
      await openPage(browser),
      stack.apiUrl,
      expands,
    );
    const page = await openPage(browser);
    say("sorts");
    const changes = await measureChanges(page, stack.apiUrl, rounds);
    say("changes of fields, sorts and filters");
    const structure = await measureStructure(
      await openPage(browser),
      stack.apiUrl,
    );
    say("scrolling");
    const scroll = await measureScroll(page, stack.apiUrl);
    say("exports");
    const exports = await measureExports(page, stack.apiUrl);
    say("first loads");
    const loads = await measureLoads(browser, stack.apiUrl, rounds);
    say(`memory, for ${seconds} s`);
    const memory = await measureMemory(
      await openPage(browser),
      stack.apiUrl,
      seconds,
    );
    const [end = 0] = loadavg();
    return {
      machine: machine(),
      node: process.versions.node,
      load: [begin, end],
      trades,
      expands: opened,
      changes,
      structure,
      scroll,
      exports,
      loads,
      memory,
      sizes: initialSizes("web/dist"),
    };
  } finally {
    await browser.close();
    await stack.stop();
  }
}
