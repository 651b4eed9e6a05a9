import { defineConfig } from "vitest/config";

const project = (name: string, options: Record<string, unknown>) => ({
  extends: true as const,
  test: { name, include: [`tests/${name}/**/*.test.ts?(x)`], ...options },
});

export default defineConfig({
  test: {
    env: { TZ: "UTC" },
    restoreMocks: true,
    projects: [
      project("unit", {}),
      // One engine or one stack at a time: two cores, and each file starts its own.
      project("contract", {
        fileParallelism: false,
        testTimeout: 60_000,
        hookTimeout: 120_000,
      }),
      project("e2e", {
        fileParallelism: false,
        testTimeout: 120_000,
        hookTimeout: 180_000,
      }),
    ],
  },
});
