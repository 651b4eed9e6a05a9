import type {
  LoadRequestMeta,
  Request,
  SessionContext,
  SQLInterfaceOptions,
} from "@cubejs-backend/native";
import type { CubeContext } from "../../cube/cube-core.ts";
import type { TransformData } from "../../cube/query-result.ts";
import type { CubeQuery } from "../translate/plan.ts";

/** What Cube offers to an implementation of its SQL API. */
export interface CubeHooks extends Pick<
  SQLInterfaceOptions,
  | "contextToApiScopes"
  | "checkSqlAuth"
  | "canSwitchUserForSession"
  | "logLoadEvent"
  | "meta"
  | "sql"
  | "sqlApiLoad"
> {
  /** Says that nobody waits for a request any more: Cube's own queries go on. */
  abandon?: (context: CubeContext) => void;
}

export type CacheMode = Parameters<
  SQLInterfaceOptions["sqlApiLoad"]
>[0]["cacheMode"];

/** On whose behalf Cube is asked. */
export interface Caller {
  session: SessionContext;
  protocol: "postgres" | "http";
  /** `application_name` of the client. */
  applicationName: string | undefined;
  /** Of the HTTP request; every statement of a connection has one of its own. */
  requestId: string;
  cacheMode: CacheMode;
  /** `__user`: whose rights apply instead. */
  changeUser: string | undefined;
}

/** A query to Cube, and whether it may wait for a running one. */
export interface CubeRequest {
  caller: Caller;
  query: CubeQuery;
  streaming: boolean;
}

/** The parts of Cube's `ResultWrapper` that we read. */
export interface CubeResult {
  getRawData(): unknown[];
  getTransformData(): TransformData[];
  getRootResultObject(): {
    lastRefreshTime?: string;
    usedPreAggregations?: Record<string, unknown>;
  }[];
}

/** A member of `/v1/meta`. */
export interface MetaMember {
  name: string;
  type: string;
  aggType?: string;
  /** Of a measure with a rolling window. */
  cumulative?: boolean;
  /** In development Cube lists what is private too. */
  isVisible?: boolean;
  primaryKey?: boolean;
  title?: string;
  shortTitle?: string;
  description?: string;
  meta?: Record<string, unknown>;
}

export interface MetaCube {
  name: string;
  type: "cube" | "view";
  isVisible?: boolean;
  title?: string;
  description?: string;
  measures: MetaMember[];
  dimensions: MetaMember[];
  segments: MetaMember[];
}

export interface MetaAnswer {
  cubes: MetaCube[];
  compilerId: string;
}

/** What every hook wants to know of a request. */
export const hookRequest = ({
  requestId,
  protocol,
  applicationName,
  changeUser,
}: Caller): Request<LoadRequestMeta> => ({
  id: requestId,
  meta: {
    protocol,
    apiType: "sql",
    ...(applicationName === undefined ? {} : { appName: applicationName }),
    ...(changeUser === undefined ? {} : { changeUser }),
  },
});
