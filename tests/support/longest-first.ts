import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take more than half a minute, the longest first. */
const LONG = [
  "web/pivot-oracle",
  "generator-kill",
  "sql-api-differential",
  "sql-api-postgres-lifecycle",
  "sql-api-connections",
  "generator-checkpoint",
].map((name) => `tests/contract/${name}.test.ts`);

const place = ({ moduleId }: TestSpecification): number => {
  const index = LONG.findIndex((file) => moduleId.endsWith(file));
  return index === -1 ? LONG.length : index;
};

/**
 * Begins with the long files. Without times of an earlier run, Vitest goes by the
 * sizes of files, and one that comes last keeps one worker busy and the others idle.
 */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => place(a) - place(b));
  }
}
