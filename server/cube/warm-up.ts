import { errorMessage } from "../../base/errors.ts";
import type { Log } from "../log.ts";
import type { CubeContext, CubeCore, CubeMeta } from "./cube-core.ts";

/** Nobody in particular: what the refresh worker is too. */
const WARM_UP_CONTEXT: CubeContext = {
  securityContext: {},
  requestId: "scheduler-warm-up",
};

export interface WarmUp {
  preAggregations: boolean;
  views: number;
}

/**
 * Compiles the model, creates every rollup's view and answers one query per
 * view, so that the first user does not wait for it.
 */
export async function warmUp(
  core: CubeCore,
  load: (query: unknown) => Promise<void>,
  log: Log,
): Promise<WarmUp> {
  const compiler = await core.getCompilerApi(WARM_UP_CONTEXT);
  const meta = await compiler.metaConfig(WARM_UP_CONTEXT, {
    requestId: WARM_UP_CONTEXT.requestId,
  });
  const { finished } = await core.runScheduledRefresh(null, {
    throwErrors: true,
  });
  const queries = meta.flatMap((cube) => firstQuery(cube) ?? []);
  for (const query of queries) {
    try {
      await load(query);
    } catch (error) {
      log.warn("warm-up query failed", { error: errorMessage(error) });
    }
  }
  return { preAggregations: finished, views: queries.length };
}

/** The first measure of a view: enough to generate SQL and open a connection. */
function firstQuery({ config }: CubeMeta): object | undefined {
  const measure = config.measures?.find(({ isVisible }) => isVisible);
  if (config.type !== "view" || measure === undefined) return undefined;
  return { measures: [measure.name] };
}
