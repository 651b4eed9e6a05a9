// tsx does not reach ES modules in worker threads; and what it loads there as
// CommonJS makes a call of every use of an imported constant, three times as slow.
// The top-level await keeps this file from being loaded that way.
import { register } from "tsx/esm/api";

register();
const { default: encode } = await import("./worker.ts");
export default encode;
