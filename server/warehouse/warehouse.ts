import { setTimeout as sleep } from "node:timers/promises";
import { ServiceError } from "../../base/errors.ts";
import type {
  EmbeddedWarehouseConfig,
  ServerWarehouseConfig,
  WarehouseConfig,
} from "../config.ts";
import {
  embeddedConnections,
  readCredentials,
  readPasswords,
  writeCredentials,
  type Connections,
} from "./credentials.ts";
import {
  dataDirectory,
  prepareDataDirectory,
  removeOtherRuns,
} from "./data-directory.ts";
import { engineConfig } from "./engine-config.ts";
import { engineLibrary } from "./engine-library.ts";
import { engineUsers } from "./engine-users.ts";
import { engineLimits } from "./limits.ts";
import type { WarehouseLog } from "./log.ts";
import { checkPorts, HOST } from "./ports.ts";
import { ping, serverVersion } from "./readiness.ts";
import { Supervisor } from "./supervisor.ts";

/** Milliseconds to wait for a server that may be starting at the same time. */
const SERVER_TIMEOUT = 30_000;
const SERVER_POLL_INTERVAL = 250;
/** Milliseconds a warehouse may take to say that it is there: a busy one takes long. */
const IS_UP_TIMEOUT = 15_000;

/** A ClickHouse that answers. */
export interface Warehouse {
  kind: "embedded" | "server";
  version: string;
  connections: Connections;
  /** Whether it answers; may take long while it is busy. */
  isUp(): Promise<boolean>;
  /** Process of the embedded engine; changes when it is restarted. */
  readonly pid?: number | undefined;
  /** Ends the embedded engine within 5 s; leaves a server alone. */
  stop(): Promise<void>;
}

/**
 * Starts the embedded ClickHouse, or waits for the configured server.
 *
 * @throws ServiceError saying what is wrong and how to put it right: a port, the
 *   data directory, the platform, an unreachable server or a refused login
 */
export function startWarehouse(
  config: WarehouseConfig,
  log: WarehouseLog,
): Promise<Warehouse> {
  return config.kind === "embedded"
    ? startEmbedded(config, log)
    : reachServer(config);
}

async function startEmbedded(
  config: EmbeddedWarehouseConfig,
  log: WarehouseLog,
): Promise<Warehouse> {
  const library = engineLibrary();
  const ports = { http: config.httpPort, tcp: config.tcpPort };
  const directory = dataDirectory(config.dataDir);
  await prepareDataDirectory(directory);
  await checkPorts(ports);
  const limits = engineLimits();
  const passwords = await readPasswords(directory.credentials);
  const connections = embeddedConnections(
    `http://${HOST}:${ports.http}`,
    config.database,
    passwords,
  );
  const supervisor = await Supervisor.start({
    library,
    directory,
    ports,
    owner: connections.owner,
    config: (run) => engineConfig(directory, run, limits),
    users: () => engineUsers(config.database, passwords, limits),
    log,
  });
  // Only now: a second engine on the directory must not touch the first one's files.
  await writeCredentials(directory.credentials, connections);
  await removeOtherRuns(directory, supervisor.run);
  return {
    kind: "embedded",
    version: supervisor.version,
    connections,
    isUp: async () =>
      supervisor.pid !== undefined &&
      (await ping(connections.owner.url, IS_UP_TIMEOUT)),
    get pid() {
      return supervisor.pid;
    },
    stop: () => supervisor.stop(),
  };
}

/**
 * The warehouse that is running already in DATA_DIR, or one started for the
 * caller, whose `stop` then ends it. For commands that need a warehouse.
 */
export async function useWarehouse(
  config: WarehouseConfig,
  log: WarehouseLog,
): Promise<Warehouse> {
  const running =
    config.kind === "embedded" ? await findRunning(config) : undefined;
  return running ?? startWarehouse(config, log);
}

async function findRunning({
  dataDir,
  database,
}: EmbeddedWarehouseConfig): Promise<Warehouse | undefined> {
  const found = await readCredentials(dataDirectory(dataDir).credentials);
  if (found?.owner.database !== database) return undefined;
  const { url } = found.owner;
  if (!(await ping(url))) return undefined;
  // Another program may listen on that port by now: it does not know the password.
  const version = await serverVersion(found.owner).catch(() => undefined);
  if (version === undefined) return undefined;
  return {
    kind: "embedded",
    version,
    connections: found,
    isUp: () => ping(url, IS_UP_TIMEOUT),
    stop: () => Promise.resolve(),
  };
}

async function reachServer({
  connection,
}: ServerWarehouseConfig): Promise<Warehouse> {
  const deadline = Date.now() + SERVER_TIMEOUT;
  while (!(await ping(connection.url))) {
    if (Date.now() > deadline) {
      throw new ServiceError(
        "warehouse-unreachable",
        `no ClickHouse answers at ${connection.url} within ${SERVER_TIMEOUT / 1000} s`,
        { hint: "check CLICKHOUSE_URL; GET /ping there must say Ok." },
      );
    }
    await sleep(SERVER_POLL_INTERVAL);
  }
  let version;
  try {
    version = await serverVersion(connection);
  } catch (cause) {
    throw new ServiceError(
      "warehouse-refused",
      `ClickHouse at ${connection.url} refuses user ${connection.user}`,
      { hint: "check CLICKHOUSE_USER and CLICKHOUSE_PASSWORD", cause },
    );
  }
  return {
    kind: "server",
    version,
    connections: { owner: connection, cube: connection, reader: connection },
    isUp: () => ping(connection.url, IS_UP_TIMEOUT),
    stop: () => Promise.resolve(),
  };
}
