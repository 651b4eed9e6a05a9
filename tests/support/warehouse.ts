import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EmbeddedWarehouseConfig } from "../../server/config.ts";
import { SILENT, type WarehouseLog } from "../../server/warehouse/log.ts";
import {
  startWarehouse,
  type Warehouse,
} from "../../server/warehouse/warehouse.ts";

export interface TestWarehouse extends Warehouse {
  config: EmbeddedWarehouseConfig;
  /** Stops the engine and removes its directory. */
  remove(): Promise<void>;
}

/** Ports nobody listens on now. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve, reject) => {
          server.once("error", reject);
          server.listen(0, "127.0.0.1", () =>
            resolve((server.address() as AddressInfo).port),
          );
        }),
    ),
  );
  await Promise.all(
    servers.map((server) => new Promise((done) => server.close(done))),
  );
  return ports;
}

/** Configuration of an engine in a new temporary directory. */
export async function temporaryConfig(): Promise<EmbeddedWarehouseConfig> {
  const [httpPort = 0, tcpPort = 0] = await freePorts(2);
  const dataDir = await mkdtemp(join(tmpdir(), "lookthrough-"));
  return { kind: "embedded", dataDir, httpPort, tcpPort, database: "pivot" };
}

/** Ends an engine at once, as nobody needs its data or waits for it to tidy up. */
export async function killWarehouse(warehouse: Warehouse): Promise<void> {
  if (warehouse.pid !== undefined) process.kill(warehouse.pid, "SIGKILL");
  await warehouse.stop();
}

/** A throw-away engine: `const warehouse = await testWarehouse()`, then `remove()`. */
export async function testWarehouse(
  log: WarehouseLog = SILENT,
): Promise<TestWarehouse> {
  const config = await temporaryConfig();
  const warehouse = await startWarehouse(config, log);
  return Object.assign(warehouse, {
    config,
    async remove() {
      await killWarehouse(warehouse);
      await rm(config.dataDir, { recursive: true, force: true });
    },
  });
}
