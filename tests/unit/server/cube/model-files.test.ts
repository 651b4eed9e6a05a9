import { describe, expect, it } from "vitest";
import {
  type ModelRepository,
  shareReads,
} from "../../../../server/cube/model-files.ts";

/** Files whose content is the number of the read. */
function countingRepository() {
  const state = { reads: 0, fails: false, time: 0 };
  const repository: ModelRepository = {
    dataSchemaFiles() {
      state.reads += 1;
      return state.fails
        ? Promise.reject(new Error("no folder"))
        : Promise.resolve([
            { fileName: "trades.yml", content: String(state.reads) },
          ]);
    },
  };
  shareReads(repository, () => state.time);
  const content = async () => (await repository.dataSchemaFiles())[0]?.content;
  return { repository, state, content };
}

describe("shareReads", () => {
  it("reads once for questions that come together, and again later", async () => {
    const { state, content } = countingRepository();
    expect(await Promise.all([content(), content()])).toEqual(["1", "1"]);
    state.time = 199;
    expect(await content()).toBe("1");
    state.time = 200;
    expect(await content()).toBe("2");
    expect(state.reads).toBe(2);
  });

  it("keeps what one caller writes into a file from the next", async () => {
    const { repository, content } = countingRepository();
    for (const file of await repository.dataSchemaFiles()) file.content = "";
    expect(await content()).toBe("1");
  });

  it("forgets a read that failed", async () => {
    const { state, content } = countingRepository();
    state.fails = true;
    await expect(content()).rejects.toThrow("no folder");
    state.fails = false;
    expect(await content()).toBe("2");
  });

  it("reads anew with the files of packages", async () => {
    const { repository, state } = countingRepository();
    await repository.dataSchemaFiles();
    await repository.dataSchemaFiles(true);
    expect(state.reads).toBe(2);
  });
});
