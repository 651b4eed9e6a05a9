import { defineConfig } from "vitest/config";
import LongestFirst from "./tests/support/longest-first.ts";

const project = (name: string, options: Record<string, unknown>) => ({
  extends: true as const,
  test: { name, include: [`tests/${name}/**/*.test.ts?(x)`], ...options },
});

export default defineConfig({
  test: {
    env: { TZ: "UTC" },
    restoreMocks: true,
    // No wait of a test is a statement about time.
    expect: { poll: { timeout: 30_000 } },
    sequence: { sequencer: LongestFirst },
    projects: [
      project("unit", {}),
      // Each file starts an engine or a stack of its own, and often waits for it.
      project("contract", {
        globalSetup: [
          "tests/support/compiled-generator.ts",
          "tests/support/stack-keeper.ts",
        ],
        maxWorkers: 2,
        testTimeout: 120_000,
        hookTimeout: 120_000,
      }),
      project("e2e", {
        globalSetup: [
          "tests/support/built-web.ts",
          "tests/support/stack-keeper.ts",
        ],
        maxWorkers: 2,
        testTimeout: 120_000,
        hookTimeout: 180_000,
      }),
    ],
  },
});
