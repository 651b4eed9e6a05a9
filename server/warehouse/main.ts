import { runCommand, type Command } from "../../base/cli.ts";
import { processConfig } from "../config.ts";
import { dataDirectory } from "./data-directory.ts";
import { STDERR } from "./log.ts";
import { textTable } from "./table.ts";
import { startWarehouse } from "./warehouse.ts";

const warehouse: Command = {
  name: "",
  summary: "Runs the embedded ClickHouse alone, until Ctrl-C.",
  options: {},
  async run() {
    const { warehouse: config } = processConfig();
    const running = await startWarehouse(config, STDERR);
    const { owner, reader } = running.connections;
    const rows = [
      ["ClickHouse", running.version],
      ["HTTP", owner.url],
      ["database", owner.database],
    ];
    if (config.kind === "embedded") {
      rows.push(
        ["native", `127.0.0.1:${config.tcpPort}`],
        ["read as", `user ${reader.user}, no password`],
        ["passwords", dataDirectory(config.dataDir).credentials],
        ["process", String(running.pid)],
      );
    }
    process.stdout.write(`${textTable(rows)}\n`);
    if (running.kind === "server") return;
    await signalled();
    await running.stop();
  },
};

const signalled = () =>
  new Promise<void>((resolve) => {
    // Nothing else may keep the process: a signal is what it waits for.
    const alive = setInterval(() => undefined, 2 ** 30);
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => {
        clearInterval(alive);
        resolve();
      });
    }
  });

await runCommand("npm run warehouse", warehouse, process.argv.slice(2));
