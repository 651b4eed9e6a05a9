import type { SessionContext } from "@cubejs-backend/native";
import { unlessAborted } from "../load/ask-cube.ts";
import type { CubeHooks, MetaAnswer } from "../load/cube-hooks.ts";
import { modelTables } from "../model-tables.ts";
import { usableTables } from "../postgres/catalog.ts";
import type { Table } from "../tables.ts";

export interface Tables {
  list: readonly Table[];
  byName: ReadonlyMap<string, Table>;
  /** Of the model that they are of, whoever sees it. */
  compilerId: string;
}

/** For how long nobody asks whether the model has changed. */
const FRESH_MS = 1000;

/** The tables that one user sees, kept until the model changes. */
export class VisibleModel {
  readonly #hooks: CubeHooks;
  readonly #session: SessionContext;
  #known: Tables | undefined;
  #checkedAt = -Infinity;

  constructor(hooks: CubeHooks, session: SessionContext) {
    this.#hooks = hooks;
    this.#session = session;
  }

  /** @throws SqlError */
  async tables(requestId: string, signal: AbortSignal): Promise<Tables> {
    const now = performance.now();
    if (this.#known !== undefined && now - this.#checkedAt < FRESH_MS) {
      return this.#known;
    }
    if (this.#known !== undefined) {
      const { compilerId } = await this.#meta(requestId, true, signal);
      this.#checkedAt = now;
      if (compilerId === this.#known.compilerId) return this.#known;
    }
    const { cubes, compilerId } = await this.#meta(requestId, false, signal);
    const { tables: list } = usableTables(modelTables(cubes));
    const byName = new Map(list.map((table) => [table.name, table]));
    this.#known = { list, byName, compilerId };
    this.#checkedAt = now;
    return this.#known;
  }

  #meta(
    requestId: string,
    onlyCompilerId: boolean,
    signal: AbortSignal,
  ): Promise<MetaAnswer> {
    const asked = this.#hooks.meta({
      request: { id: requestId, meta: undefined },
      session: this.#session,
      onlyCompilerId,
    });
    return unlessAborted(Promise.resolve(asked), signal) as Promise<MetaAnswer>;
  }
}
