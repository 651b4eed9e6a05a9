/** What Cube reads the model's files with. */
export interface ModelRepository {
  dataSchemaFiles(
    includeDependencies?: boolean,
  ): Promise<{ fileName: string; content: string }[]>;
}

/** Milliseconds for which a read holds. */
const FRESH = 200;

/**
 * In development Cube reads all files of the model several times for each query, to
 * see whether they have changed: reads that come together become one.
 *
 * @param now milliseconds since the epoch
 */
export function shareReads(repository: ModelRepository, now = Date.now): void {
  const read = repository.dataSchemaFiles.bind(repository);
  let last: { since: number; files: ReturnType<typeof read> } | undefined;
  repository.dataSchemaFiles = async (includeDependencies = false) => {
    if (includeDependencies) return read(true);
    if (last === undefined || now() - last.since >= FRESH) {
      const current = { since: now(), files: read() };
      current.files.catch(() => {
        if (last === current) last = undefined;
      });
      last = current;
    }
    // Compiling writes into them.
    return (await last.files).map((file) => ({ ...file }));
  };
}
