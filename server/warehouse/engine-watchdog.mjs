// A thread beside the engine that ends it when the supervisor is gone. The
// engine notices that itself, but then waits as long as a client keeps an idle
// connection open.
import { closeSync, openSync, read } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { workerData } from "node:worker_threads";

/** Milliseconds from the supervisor's end: a shutdown in good order takes 0.1 s. */
const STEPS = [
  { after: 1200, signal: "SIGTERM" },
  { after: 2000, signal: "SIGKILL" },
];

const lifetime = openSync(workerData, "r");
// Returns at the end of the FIFO: nobody ever writes to it.
await promisify(read)(lifetime, Buffer.alloc(1), 0, 1, null);
closeSync(lifetime);
for (const { after, signal } of STEPS) {
  await sleep(after);
  process.kill(process.pid, signal);
}
