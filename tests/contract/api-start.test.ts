import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startStack } from "../support/stack.ts";
import { freePorts } from "../support/warehouse.ts";

let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "lookthrough-start-"));
});

afterAll(async () => {
  await rm(dataDir, { recursive: true, force: true });
});

/** Runs the service until it ends by itself, or `until` has ended it. */
async function run(
  env: Record<string, string>,
  until?: (pid: number) => Promise<void>,
) {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", join("server", "main.ts")],
    { env: { PATH: process.env["PATH"], DATA_DIR: dataDir, ...env } },
  );
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  }
  const ended = once(child, "close");
  await until?.(child.pid ?? 0);
  await ended;
  return { code: child.exitCode, printed };
}

const listening = (port: number) =>
  fetch(`http://127.0.0.1:${port}/`).then(
    () => true,
    () => false,
  );

describe("npm start", () => {
  it("says which port is in use and how to go on, before it starts anything", async () => {
    const holder = createServer();
    holder.listen(0, "127.0.0.1");
    await once(holder, "listening");
    const { port } = holder.address() as AddressInfo;
    const { code, printed } = await run({ PORT: String(port) });
    holder.close();
    expect(code).toBe(1);
    expect(printed).toMatch(
      new RegExp(
        `^error: port ${port} on 127.0.0.1 \\(PORT\\) is in use.*\n  hint: .*set PORT\n$`,
      ),
    );
  });

  it("names a bad variable and ends with 2", async () => {
    const { code, printed } = await run({ PORT: "http" });
    expect(code).toBe(2);
    expect(printed).toContain("PORT must be a whole number");
  });

  it("stops when it is told to in the middle of a start", async () => {
    const [port = 0, http = 0, tcp = 0] = await freePorts(3);
    const { code } = await run(
      {
        PORT: String(port),
        WAREHOUSE_HTTP_PORT: String(http),
        WAREHOUSE_TCP_PORT: String(tcp),
      },
      async (pid) => {
        await expect
          .poll(() => listening(http), { timeout: 60_000, interval: 20 })
          .toBe(true);
        process.kill(pid, "SIGINT");
      },
    );
    expect(code).toBe(0);
    expect(await listening(http)).toBe(false);
  });

  it("starts again with its data, and stops by itself", async () => {
    const first = await startStack({ rows: 2000, dataDir });
    expect(first.output()).toMatch(/fact rows/);
    await first.stop();
    const second = await startStack({ rows: 2000, dataDir });
    const url = new URL(second.connections.owner.url);
    // One that takes more than 5 s is cut short, and that is a failure.
    expect(await second.stop()).toBe(0);
    expect(await listening(Number(url.port))).toBe(false);
    expect(await listening(Number(new URL(second.apiUrl).port))).toBe(false);
  });
});
