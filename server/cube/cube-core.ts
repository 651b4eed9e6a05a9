import { createRequire } from "node:module";
import type { EventEmitter } from "node:events";
import type { Express, Request } from "express";
import { type ModelRepository, shareReads } from "./model-files.ts";

/** What we use of Cube's server, which is plain JavaScript to us. */

export type CubeLogger = (
  message: string,
  parameters: Record<string, unknown>,
) => void;

/** Who asks, and the request it belongs to. */
export interface CubeContext {
  securityContext: Record<string, unknown>;
  requestId: string;
}

export interface CubeMember {
  name: string;
  isVisible: boolean;
}

export interface CubeMeta {
  config: {
    name: string;
    type: "cube" | "view";
    measures?: CubeMember[];
    dimensions?: CubeMember[];
    segments?: CubeMember[];
  };
}

export interface CompilerApi {
  getCompilers(): Promise<unknown>;
  metaConfig(
    context: CubeContext,
    options: { requestId: string },
  ): Promise<CubeMeta[]>;
}

/** A message to one WebSocket: `message` is a body as REST would answer it. */
export interface SocketMessage {
  messageId?: string;
  message?: unknown;
  status?: number;
}

export type SendMessage = (
  connectionId: string,
  message: SocketMessage,
) => Promise<void>;

/** Where Cube plugs in an SQL API: it calls `registerInterface` of its native package. */
export interface CubeSqlServer {
  init(options: Record<string, unknown>): Promise<void>;
  shutdown(mode: "fast" | "semifast"): Promise<void>;
}

export interface CubeCore {
  logger: CubeLogger;
  onUncaughtException: (error: Error) => void;
  initApp(app: Express): Promise<void>;
  initSubscriptionServer(send: SendMessage): unknown;
  initSQLServer(): CubeSqlServer;
  getCompilerApi(context: CubeContext): Promise<CompilerApi>;
  getOrchestratorApi(context: CubeContext): Promise<{
    cancelQueryByRequestId(requestId: string): Promise<unknown>;
  }>;
  runScheduledRefresh(
    context: CubeContext | null,
    options: { throwErrors?: boolean },
  ): Promise<{ finished: boolean }>;
  beforeShutdown(): Promise<void>;
  shutdown(): Promise<void>;
  releaseConnections(): Promise<void>;
}

/** What Cube hands to checkAuth: an Express request, or a WebSocket's context. */
export type AuthRequest = Partial<Request> & {
  securityContext?: Record<string, unknown>;
};

export type CubeOptions = Record<string, unknown> & {
  contextToGroups?: (context: {
    securityContext: Record<string, unknown>;
  }) => string[] | Promise<string[]>;
  scheduledRefreshTimer?: number | boolean;
};

/** Cube's WebSocket server: an `upgrade` event makes a connection. */
export interface CubeSocketServer {
  initServer(server: EventEmitter): void;
  close(): Promise<void>;
}

/** An error that Cube answers with its status. */
type HandlerErrorConstructor = new (
  status: number,
  type: string,
  message: string,
) => Error;

interface CubeModules {
  createCore: (options: CubeOptions) => CubeCore;
  createSocketServer: (core: CubeCore) => CubeSocketServer;
  HandlerError: HandlerErrorConstructor;
}

const require = createRequire(import.meta.url);

/** Loads Cube. Its environment and the native replacement must be in place. */
export function loadCube(): CubeModules {
  const { CubejsServerCore } = require("@cubejs-backend/server-core") as {
    CubejsServerCore: new (
      options: CubeOptions,
    ) => CubeCore & { repository: ModelRepository };
  };
  patchOnce();
  const { WebSocketServer } =
    require("@cubejs-backend/server/dist/src/websocket-server") as {
      WebSocketServer: new (core: CubeCore) => CubeSocketServer;
    };
  const { CubejsHandlerError } =
    require("@cubejs-backend/api-gateway/dist/src/cubejs-handler-error") as {
      CubejsHandlerError: HandlerErrorConstructor;
    };
  return {
    createCore: (options) => {
      const core = new CubejsServerCore(options);
      shareReads(core.repository);
      return core;
    },
    createSocketServer: (core) => new WebSocketServer(core),
    HandlerError: CubejsHandlerError,
  };
}

let patched = false;

/** Cube's classes live as long as the process. */
function patchOnce(): void {
  if (patched) return;
  patched = true;
  reuseSqlPlans();
  wakeWaitersOfCancelled();
}

interface SqlPlanner {
  getSql: (
    this: SqlPlanner,
    query: unknown,
    options?: { requestId?: string; [option: string]: unknown },
  ) => Promise<unknown>;
}

/**
 * Cube keeps the SQL of a planned query under a key that holds the options too.
 * With access policies it plans with the request's id among them, so no plan is
 * ever found again (1.7.43): leaving the id out makes repeated queries 5 to 10
 * times cheaper for the API.
 */
function reuseSqlPlans(): void {
  const { CompilerApi } =
    require("@cubejs-backend/server-core/dist/src/core/CompilerApi") as {
      CompilerApi: { prototype: SqlPlanner };
    };
  const planner = CompilerApi.prototype;
  const { getSql } = planner;
  planner.getSql = function (query, options = {}) {
    return getSql.call(this, query, { ...options, requestId: undefined });
  };
}

interface LocalQueue {
  state: {
    resultPromises: Record<
      string,
      { resolved?: boolean; resolve(result: null): void } | undefined
    >;
  };
  resultListKey(queryKey: unknown): string;
  cancelQuery: (
    this: LocalQueue,
    queryKey: unknown,
    queueId: unknown,
  ) => Promise<unknown>;
}

/**
 * Who joins a query in the moment it is cancelled would wait 5 s for a result that
 * never comes (1.7.43): told at once to go on waiting, it asks anew.
 */
function wakeWaitersOfCancelled(): void {
  const { LocalQueueDriverConnection } =
    require("@cubejs-backend/query-orchestrator/dist/src/orchestrator/LocalQueueDriverConnection") as {
      LocalQueueDriverConnection: { prototype: LocalQueue };
    };
  const queue = LocalQueueDriverConnection.prototype;
  const { cancelQuery } = queue;
  queue.cancelQuery = async function (queryKey, queueId) {
    const query = await cancelQuery.call(this, queryKey, queueId);
    const { resultPromises } = this.state;
    const key = this.resultListKey(queryKey);
    const result = resultPromises[key];
    if (result !== undefined && result.resolved !== true) {
      delete resultPromises[key];
      result.resolve(null);
    }
    return query;
  };
}
