import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { readArguments } from "../../base/cli.ts";
import type { ServiceError } from "../../base/errors.ts";
import { load as loadCommand } from "../../generator/commands/load.ts";
import {
  type Contents,
  type Finished,
  generatorBench,
  type GeneratorBench,
  type Running,
} from "./generator-bench.ts";

/** What tests read in the file of a load's checkpoint. */
export interface CheckpointFile {
  state: string;
  nextBatch: number;
  batches: number;
  trades: number;
  rows: number;
  rowsSent: number;
  bytes: number;
  elapsedSeconds: number;
  averageRowsPerSecond: number;
  startedAt: string;
  savedAt: string;
  parameters: Record<string, unknown>;
}

/** A bench and a load that is disturbed on it. */
export interface LoadBench extends GeneratorBench {
  /** What the load leaves behind when nobody disturbs it. */
  whole: Contents;
  /** A new warehouse and no checkpoints. */
  startOver(): Promise<void>;
  /** Path of a checkpoint. @default the one of loads without a name */
  checkpointPath(name?: string): string;
  /** A checkpoint as it is at this moment: never half of one. */
  checkpoint(path?: string): CheckpointFile;
  /** The load with its engine standing still: some batches are in, others under way. */
  frozenLoad(...flags: string[]): Promise<Running>;
  /** The load, stopped half-way by a signal. */
  interruptedLoad(...flags: string[]): Promise<Finished>;
  /** Runs `load` in this process, for errors that come before any work. */
  refusal(...flags: string[]): Promise<ServiceError>;
  /** The load is in, every column of it, and rollups equal facts. */
  expectWhole(): Promise<void>;
}

/** @param load its arguments, of five batches or more: disturbances find it half-way */
export async function loadBench(load: string[]): Promise<LoadBench> {
  const bench = await generatorBench();
  const { status, stderr } = await bench.generate(...load);
  expect([status, stderr]).toEqual([0, ""]);
  const whole = await bench.contents();

  const checkpointPath = (name = "load") =>
    join(bench.checkpoints, `${name}.json`);
  const frozenLoad = async (...flags: string[]) => {
    const running = bench.start(...load, ...flags);
    await bench.untilRows(1);
    bench.freeze();
    return running;
  };
  const additions: Omit<LoadBench, keyof GeneratorBench> = {
    whole,
    async startOver() {
      await bench.empty();
      await rm(bench.checkpoints, { recursive: true, force: true });
    },
    checkpointPath,
    checkpoint: (path = checkpointPath()) =>
      JSON.parse(readFileSync(path, "utf8")) as CheckpointFile,
    frozenLoad,
    async interruptedLoad(...flags) {
      const running = await frozenLoad(...flags);
      running.child.kill("SIGINT");
      await running.untilSays("SIGINT");
      bench.thaw();
      return running.finished;
    },
    async refusal(...flags) {
      const { checkpoints } = bench;
      const read = readArguments(loadCommand.options, [
        ...[...flags, "--checkpoints", checkpoints],
      ]);
      const thrown: unknown = await loadCommand
        .run(read)
        .catch((error: unknown) => error);
      expect(thrown).toBeInstanceOf(Error);
      return thrown as ServiceError;
    },
    async expectWhole() {
      expect(await bench.contents()).toEqual(whole);
      expect(await bench.unequalRollups()).toEqual([]);
    },
  };
  // Not a copy: the warehouse of a bench changes.
  return Object.assign(Object.create(bench) as GeneratorBench, additions);
}
