import { loadavg } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { buildWeb, isWebBuildStale } from "../../server/web-build.ts";
import { openPage, startBrowser } from "../../tests/support/browser.ts";
import { connect, rows } from "../../server/warehouse/client.ts";
import { startStack, type Stack } from "../../tests/support/stack.ts";
import { benchCommand, say, trades } from "../bench-command.ts";
import { machine } from "../machine.ts";
import { SETTLE_MS } from "../queries/command.ts";
import { loadTrades } from "../queries/load-trades.ts";
import { measureExports } from "./export.ts";
import { measureLighthouse } from "./lighthouse.ts";
import { measureLoads, SLOWDOWN } from "./load.ts";
import { measureMemory } from "./memory.ts";
import { measureRaw } from "./raw.ts";
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
export const web = benchCommand({
  name: "web",
  summary:
    "Measures the pivot page in Chromium: expands, sorts and other changes, scrolling, exports, first load, memory and the size of what it loads.",
  counts: {
    trades: trades(1_000_000),
    expands: {
      default: 50,
      min: 3,
      max: 1000,
      description: "rows to open, over three hierarchies",
    },
    rounds: {
      default: 5,
      min: 1,
      max: 1000,
      description: "repetitions of sorts and of the first load",
    },
    seconds: {
      default: 120,
      min: 1,
      max: 86_400,
      description: "how long memory is watched; the target is about 600",
    },
  },
  options: {
    lighthouse: {
      type: "boolean",
      description: "also ask Lighthouse, which npx gets from the registry",
    },
  },
  measure: (counts, args) => bench(counts, args.flag("lighthouse")),
  markdown,
});

async function bench(counts: Counts, withLighthouse: boolean): Promise<Report> {
  const { expands, rounds, seconds } = counts;
  const [begin = 0] = loadavg();
  if (isWebBuildStale("web")) {
    await buildWeb("web", AbortSignal.timeout(120_000));
  }
  const stack = await startStack({ rows: 0 });
  const browser = await startBrowser();
  try {
    await loadTrades(stack, counts.trades);
    await sleep(SETTLE_MS);
    say("expands");
    const opened = await measureExpands(
      await openPage(browser),
      stack.apiUrl,
      expands,
    );
    say("expands without rollups");
    const raw = await measureRaw(await openPage(browser), stack.apiUrl, {
      count: expands,
      facts: await countFacts(stack),
    });
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
    const loads = await measureLoads(browser, stack.apiUrl, { rounds });
    say("first loads with a slow processor");
    const slowLoads = await measureLoads(browser, stack.apiUrl, {
      rounds,
      slowdown: SLOWDOWN,
    });
    if (withLighthouse) say("Lighthouse");
    const lighthouse = withLighthouse
      ? await measureLighthouse(stack.apiUrl)
      : [];
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
      trades: counts.trades,
      expands: opened,
      raw,
      changes,
      structure,
      scroll,
      exports,
      loads,
      slowLoads,
      lighthouse,
      memory,
      sizes: initialSizes("web/dist"),
    };
  } finally {
    await browser.close();
    await stack.stop();
  }
}

async function countFacts({ connections }: Stack): Promise<number> {
  const client = connect(connections.owner);
  const [size] = await rows<{ facts: string }>(
    client,
    "SELECT count() AS facts FROM trades_1d",
  );
  await client.close();
  return Number(size?.facts);
}
