// Turns this process into a ClickHouse server; started by engine-process.ts as
// `node engine.mjs <libchdb> <data path> <lifetime FIFO> <arguments of clickhouse-local…>`.
// Plain JavaScript: nothing but the engine should live in this process.
import { closeSync, constants, existsSync, openSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { repairDeduplicationLogs } from "./deduplication-log.mjs";

const { DataType, load, open } = createRequire(import.meta.url)("ffi-rs");
const { I32, String: Text, StringArray, BigInt: Pointer } = DataType;

open({ library: "c", path: "" });
const libc = (funcName, retType, paramsType, paramsValue) =>
  load({ library: "c", funcName, retType, paramsType, paramsValue });

/** Of flock(2), the same on Linux and macOS. */
const EXCLUSIVE = 2;
const NO_WAIT = 4;
const TERMINAL_FLAGS = constants.O_RDWR | constants.O_NOCTTY;

/**
 * Makes fd 0 a terminal on which `exit` has been typed already. Without one,
 * clickhouse-local aborts on any uncaught exception of a connection, such as a
 * client that hangs up; with one it logs it. It reads `exit` and shuts down
 * when the start query ends, which it does when the supervisor is gone.
 */
function typeExitOnStdin() {
  const controller = libc("posix_openpt", I32, [I32], [TERMINAL_FLAGS]);
  if (
    controller < 0 ||
    libc("grantpt", I32, [I32], [controller]) !== 0 ||
    libc("unlockpt", I32, [I32], [controller]) !== 0
  ) {
    throw new Error("cannot open a pseudo terminal");
  }
  const name = libc("ptsname", Text, [I32], [controller]);
  const terminal = openSync(name, TERMINAL_FLAGS);
  if (libc("dup2", I32, [I32, I32], [terminal, 0]) !== 0) {
    throw new Error(`cannot use ${name} as stdin`);
  }
  closeSync(terminal);
  writeSync(controller, "exit\n");
}

/** The engine's lock file is left behind only by one that was killed. */
function repairAfterKill() {
  const status = join(data, "status");
  if (!existsSync(status)) return;
  const lock = openSync(status, "r+");
  // Refused while an engine runs there: this one will be, too.
  const mine =
    libc("flock", I32, [I32, I32], [lock, EXCLUSIVE | NO_WAIT]) === 0;
  if (mine) repairDeduplicationLogs(data);
  closeSync(lock);
}

const [library, data, lifetime, ...args] = process.argv.slice(2);
const argv = ["clickhouse", ...args];
repairAfterKill();
typeExitOnStdin();
new Worker(new URL("engine-watchdog.mjs", import.meta.url), {
  workerData: lifetime,
});
open({ library: "chdb", path: library });
// Blocks this thread until the engine has shut down. Its result tells nothing.
load({
  library: "chdb",
  funcName: "chdb_query_cmdline",
  retType: Pointer,
  paramsType: [I32, StringArray],
  paramsValue: [argv.length, argv],
});
// Not process.exit: it would wait for the watchdog, which waits for the supervisor.
libc("_exit", DataType.Void, [I32], [0]);
