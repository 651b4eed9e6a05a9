import { describe, expect, it, vi } from "vitest";
import { createLog } from "../../../server/log.ts";
import { Shutdown } from "../../../server/shutdown.ts";

const lines: string[] = [];
const log = createLog({
  level: "error",
  json: false,
  write: (line) => lines.push(line),
});

describe("Shutdown", () => {
  it("stops parts in reverse, also after one that fails", async () => {
    const shutdown = new Shutdown();
    const stopped: string[] = [];
    const stop = (name: string) => {
      stopped.push(name);
      return Promise.resolve();
    };
    await shutdown.part(Promise.resolve("a"), stop);
    await shutdown.part(Promise.resolve("b"), () =>
      Promise.reject(new Error("stuck")),
    );
    await shutdown.part(Promise.resolve("c"), stop);
    await shutdown.stop(log);
    expect(stopped).toEqual(["c", "a"]);
    expect(lines.join("")).toContain("stuck");
  });

  it("waits for a part that is being started, and stops it", async () => {
    const shutdown = new Shutdown();
    const stop = vi.fn(() => Promise.resolve());
    let started: (part: string) => void = () => {};
    const starting = shutdown.part(
      new Promise<string>((resolve) => (started = resolve)),
      stop,
    );
    const refused = expect(starting).rejects.toThrow("aborted");
    const stopping = shutdown.stop(log);
    expect(stop).not.toHaveBeenCalled();
    started("engine");
    await stopping;
    await refused;
    expect(stop).toHaveBeenCalledExactlyOnceWith("engine");
  });

  it("gives up work that leaves nothing behind", async () => {
    const shutdown = new Shutdown();
    const work = shutdown.orAbort(new Promise(() => {}));
    const refused = expect(work).rejects.toThrow("stopped");
    await shutdown.stop(log);
    await refused;
    expect(await new Shutdown().orAbort(Promise.resolve(1))).toBe(1);
  });
});
