import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, statSync } from "node:fs";
import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  afterAll,
  beforeAll,
  describe,
  expect,
  it,
  onTestFinished,
  vi,
} from "vitest";
import type { ServiceError } from "../../base/errors.ts";
import type { EmbeddedWarehouseConfig } from "../../server/config.ts";
import { rows, withClient } from "../../server/warehouse/client.ts";
import { readCredentials } from "../../server/warehouse/credentials.ts";
import { SILENT } from "../../server/warehouse/log.ts";
import {
  startWarehouse,
  useWarehouse,
  type Warehouse,
} from "../../server/warehouse/warehouse.ts";
import {
  freePorts,
  temporaryConfig,
  testWarehouse,
} from "../support/warehouse.ts";

/** Milliseconds: generous, the machine may be busy; what hangs, hangs for longer. */
const PATIENCE = 30_000;

/** Runs `use` while an engine runs on the directory; reports its pid. */
async function whileUp<T>(
  config: EmbeddedWarehouseConfig,
  use: (warehouse: Warehouse) => Promise<T>,
): Promise<T> {
  const warehouse = await startWarehouse(config, SILENT);
  try {
    return await use(warehouse);
  } finally {
    await warehouse.stop();
  }
}

const query = <T>({ connections: { owner } }: Warehouse, sql: string) =>
  withClient({ ...owner, database: "default" }, (client) =>
    rows<T>(client, sql),
  );

const startError = (config: EmbeddedWarehouseConfig) =>
  startWarehouse(config, SILENT).then(
    async (warehouse) => {
      await warehouse.stop();
      throw new Error("started");
    },
    (error: unknown) => error as ServiceError,
  );

const alive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const untilGone = (pid: number) =>
  vi.waitUntil(() => !alive(pid), { timeout: PATIENCE, interval: 20 });

/** `npm run warehouse` as a process of its own. */
async function runAlone(config: EmbeddedWarehouseConfig) {
  const supervisor: ChildProcess = spawn(
    process.execPath,
    ["--import", "tsx", "server/warehouse/main.ts"],
    {
      env: {
        PATH: process.env["PATH"],
        DATA_DIR: config.dataDir,
        WAREHOUSE_HTTP_PORT: String(config.httpPort),
        WAREHOUSE_TCP_PORT: String(config.tcpPort),
      },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const [text] = (await once(supervisor.stdout ?? supervisor, "data")) as [
    Buffer,
  ];
  const pid = Number(/process\s+(\d+)/.exec(text.toString())?.[1]);
  return { supervisor, pid };
}

describe("a data directory", () => {
  let config: EmbeddedWarehouseConfig;

  beforeAll(async () => {
    config = await temporaryConfig();
  });

  afterAll(() => rm(config.dataDir, { recursive: true, force: true }));

  it("keeps data, passwords and the query log over restarts", async () => {
    const passwords = new Set<string>();
    for (let start = 1; start <= 3; start++) {
      await whileUp(config, async (warehouse) => {
        expect(warehouse.kind).toBe("embedded");
        passwords.add(warehouse.connections.owner.password);
        const { owner } = warehouse.connections;
        await withClient({ ...owner, database: "default" }, async (client) => {
          await client.command({
            query: "CREATE DATABASE IF NOT EXISTS pivot",
          });
          await client.command({
            query:
              "CREATE TABLE IF NOT EXISTS pivot.starts (n UInt8) ENGINE = MergeTree ORDER BY n",
          });
          await client.command({
            query: `INSERT INTO pivot.starts VALUES (${start})`,
          });
        });
        expect(
          await query(warehouse, "SELECT n FROM pivot.starts ORDER BY n"),
        ).toEqual(Array.from({ length: start }, (_, n) => ({ n: n + 1 })));
        await expect
          .poll(
            async () => {
              const logged = await query<{ starts: string }>(
                warehouse,
                "SELECT toString(count()) AS starts FROM system.query_log WHERE query LIKE 'INSERT INTO pivot.starts%' AND type = 'QueryFinish'",
              ).catch(() => []);
              return Number(logged[0]?.starts);
            },
            { timeout: PATIENCE, interval: 200 },
          )
          .toBe(start);
      });
    }
    expect(passwords.size).toBe(1);
  });

  it("keeps its credentials to its owner", async () => {
    const path = join(config.dataDir, "credentials.json");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const found = await readCredentials(path);
    expect(found?.owner.url).toBe(`http://127.0.0.1:${config.httpPort}`);
    expect(found?.reader).toMatchObject({ user: "reader", password: "" });
  });

  it("leaves no run files behind", async () => {
    expect(await readdir(join(config.dataDir, "run"))).toEqual([]);
  });

  it("refuses a second engine and keeps the first one's credentials", async () => {
    await whileUp(config, async (first) => {
      const [httpPort = 0, tcpPort = 0] = await freePorts(2);
      const error = await startError({ ...config, httpPort, tcpPort });
      expect(error.code).toBe("data-dir-locked");
      expect(error.message).toContain(config.dataDir);
      expect(error.hint).toContain("DATA_DIR");
      const found = await useWarehouse(
        { ...config, httpPort, tcpPort },
        SILENT,
      );
      expect(found.connections.owner.url).toBe(first.connections.owner.url);
      await found.stop();
      expect(await first.isUp()).toBe(true);
    });
  });
});

describe("starting", () => {
  it.each(["httpPort", "tcpPort"] as const)(
    "refuses a %s in use, naming the variable",
    async (name) => {
      const config = await temporaryConfig();
      const squatter = createServer().listen(config[name], "127.0.0.1");
      await once(squatter, "listening");
      const error = await startError(config);
      squatter.close();
      expect(error.code).toBe("port-in-use");
      expect(error.message).toContain(String(config[name]));
      expect(error.hint).toMatch(/WAREHOUSE_(HTTP|TCP)_PORT/);
      await rm(config.dataDir, { recursive: true });
    },
  );

  it("refuses a data directory it cannot write", async () => {
    const config = await temporaryConfig();
    const file = join(config.dataDir, "file");
    await writeFile(file, "");
    const error = await startError({ ...config, dataDir: join(file, "data") });
    expect(error.code).toBe("data-dir-unusable");
    expect(error.message).toContain(file);
    await rm(config.dataDir, { recursive: true });
  });

  it("survives quotes and blanks in the name of the data directory", async () => {
    const config = await temporaryConfig();
    const root = await mkdtemp(join(tmpdir(), 'it\'s <a> & "b" '));
    await chmod(root, 0o700);
    await whileUp({ ...config, dataDir: root }, async (warehouse) => {
      expect(await warehouse.isUp()).toBe(true);
    });
    await rm(root, { recursive: true });
    await rm(config.dataDir, { recursive: true });
  });

  it("tells what the engine said when its data is broken", async () => {
    const config = await temporaryConfig();
    await whileUp(config, () => Promise.resolve());
    await writeFile(
      join(config.dataDir, "clickhouse", "metadata", "broken.sql"),
      "ATTACH NONSENSE",
    );
    const error = await startError(config);
    expect(error.code).toBe("engine-start-failed");
    expect(error.message).toContain("broken.sql");
    await rm(config.dataDir, { recursive: true });
  });
});

describe("ending", () => {
  it.each(["SIGTERM", "SIGINT", "SIGKILL"] as const)(
    "ends the engine after the supervisor's %s, even with an idle client",
    async (signal) => {
      const config = await temporaryConfig();
      onTestFinished(() =>
        rm(config.dataDir, { recursive: true, force: true }),
      );
      const { supervisor, pid } = await runAlone(config);
      expect(alive(pid)).toBe(true);
      // fetch keeps its connection open, as an application's pool does.
      await (await fetch(`http://127.0.0.1:${config.httpPort}/ping`)).text();
      const ended = once(supervisor, "exit");
      supervisor.kill(signal);
      await untilGone(pid);
      const [code] = (await ended) as [number | null];
      expect(code).toBe(signal === "SIGKILL" ? null : 0);
    },
  );

  it("stops while a query runs", async () => {
    const warehouse = await testWarehouse();
    const pid = warehouse.pid ?? 0;
    const pending = query(
      warehouse,
      "SELECT count() FROM numbers(1000000000000) WHERE sin(number) > 2",
    ).catch(() => "failed");
    await expect
      .poll(
        () =>
          query(
            warehouse,
            "SELECT 1 AS one FROM system.processes WHERE query LIKE '%sin(number)%' AND query_id != queryID()",
          ),
        { timeout: PATIENCE },
      )
      .toHaveLength(1);
    await warehouse.stop();
    expect(await pending).toBe("failed");
    expect(alive(pid)).toBe(false);
    await warehouse.remove();
  });

  it("restarts a killed engine", async () => {
    const warnings: string[] = [];
    const warehouse = await testWarehouse({
      ...SILENT,
      warn: (message) => warnings.push(message),
    });
    const first = warehouse.pid ?? 0;
    process.kill(first, "SIGKILL");
    await expect
      .poll(() => warehouse.isUp(), { timeout: PATIENCE, interval: 50 })
      .toBe(true);
    expect(warehouse.pid).not.toBe(first);
    expect(await query(warehouse, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    expect(warnings.join()).toContain("SIGKILL");
    await warehouse.remove();
  });
});

// Linux counts the processor time of a process in ticks of 10 ms.
describe.runIf(existsSync("/proc/self/stat"))("an idle engine", () => {
  it("uses less than 3 % of a core", async () => {
    const warehouse = await testWarehouse();
    const ticks = () => {
      const stat = readFileSync(`/proc/${warehouse.pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")")).split(" ");
      return Number(fields[12]) + Number(fields[13]);
    };
    // How long it takes to settle down after the start depends on the machine.
    let used = Infinity;
    for (let window = 0; window < 10 && used >= 15; window++) {
      const before = ticks();
      await sleep(5000);
      used = ticks() - before;
    }
    expect(used).toBeLessThan(15);
    await warehouse.remove();
  });
});
