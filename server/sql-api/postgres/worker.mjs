// tsx does not reach ES modules in worker threads; see generator/encode/worker.mjs.
// What it loads it also reads and transforms: PGlite, which needs neither, is
// loaded before it, a fifth of a second sooner.
import "@electric-sql/pglite";
import { register } from "tsx/esm/api";

register();
await import("./worker.ts");
