// tsx does not reach ES modules in worker threads; see generator/encode/worker.mjs.
import { register } from "tsx/esm/api";

register();
await import("./worker.ts");
