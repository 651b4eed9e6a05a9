import { join } from "node:path";
import { EXIT, reportError, runCommand, type Command } from "../base/cli.ts";
import { errorMessage } from "../base/errors.ts";
import { processConfig } from "./config.ts";
import { createLog, type Log } from "./log.ts";
import { checkNodeVersion } from "./node-version.ts";
import { startService, type Service } from "./service.ts";
import { Shutdown } from "./shutdown.ts";
import { textTable } from "./warehouse/table.ts";

const ROOT = join(import.meta.dirname, "..");

/**
 * Milliseconds after which the process ends, whatever has not stopped: before
 * the 10 s after which Docker kills it.
 */
const STOP_TIMEOUT = 9000;

const say = (text: string) => void process.stdout.write(`${text}\n`);
const seconds = (milliseconds: number) =>
  `${(milliseconds / 1000).toFixed(2)} s`;

const start: Command = {
  name: "",
  summary:
    "Starts everything: warehouse, schema, sample data, API and web client.",
  options: {
    dev: {
      type: "boolean",
      description: "serve the web client with hot reload",
    },
  },
  async run(args) {
    checkNodeVersion();
    const config = processConfig();
    const log = createLog({
      level: config.logLevel,
      json: config.mode === "production",
    });
    const shutdown = new Shutdown();
    stopOnSignals(shutdown, log);
    try {
      const service = await startService(
        {
          config,
          log,
          root: ROOT,
          webServer: args.flag("dev"),
          onStep: ({ name, detail, milliseconds }) =>
            say(
              `${name.padEnd(10)} ${seconds(milliseconds).padStart(8)}  ${detail}`,
            ),
        },
        shutdown,
      );
      saySummary(service);
    } catch (error) {
      // A signal that arrived during the start is no failure.
      if (shutdown.signal.aborted) return;
      process.exitCode = reportError(error, process.argv.includes("--debug"));
      await stop(shutdown, log);
    }
  },
};

function saySummary({ places, steps }: Service): void {
  const total = steps.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  say(`\n${textTable(places.map(({ name, url }) => [`  ${name}`, url]))}`);
  say(`\nready in ${seconds(total)}; Ctrl-C stops everything`);
}

function stopOnSignals(shutdown: Shutdown, log: Log): void {
  let signals = 0;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      signals += 1;
      if (signals > 1) process.exit(EXIT.failed);
      void stop(shutdown, log);
    });
  }
  // A failure inside Cube concerns one request; the others go on.
  process.on("unhandledRejection", (reason) => {
    log.error("unhandled rejection", { error: errorMessage(reason) });
  });
  process.on("uncaughtException", (error) => {
    log.error("uncaught exception", { error: error.stack ?? error.message });
    process.exitCode = EXIT.failed;
    void stop(shutdown, log);
  });
}

async function stop(shutdown: Shutdown, log: Log): Promise<void> {
  setTimeout(() => process.exit(EXIT.failed), STOP_TIMEOUT);
  await shutdown.stop(log);
  // Cube leaves timers behind.
  process.exit();
}

await runCommand("npm start --", start, process.argv.slice(2));
