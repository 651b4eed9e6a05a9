import type { Node } from "@pgsql/types";
import { unlessAborted } from "../load/ask-cube.ts";
import { isApplied } from "../postgres/settings.ts";
import type { Binding, Description } from "../result.ts";
import { planSelect, runSelect, type SelectContext } from "./cube-select.ts";
import { pgExecution, textExecution } from "./executions.ts";
import { explain } from "./explain.ts";
import { askKept, keptOr } from "./kept-rows.ts";
import { namedByMeasures } from "./measure-names.ts";
import { readsAny } from "./names.ts";
import { parameterTexts, substitute } from "./parameters.ts";
import { assertMaySet, refusal } from "./refusals.ts";
import { isReproducible } from "./reproducible.ts";
import type { Session } from "./session.ts";
import { set } from "./setting-statements.ts";
import { type SetConfigCall, setConfigCall } from "./set-config.ts";
import type { NodeOf, Statement } from "./statement.ts";
import { TYPE_NAMES } from "./type-names.ts";

/** A SELECT over the model, or one that Postgres answers alone. */
export async function selectStatement(
  session: Session,
  text: string,
  node: NodeOf<"SelectStmt">,
  parameterOids: number[],
  signal: AbortSignal,
): Promise<Statement> {
  const call = setConfigCall(node.SelectStmt);
  if (call !== undefined) {
    const described = await session.describe(text, parameterOids, signal);
    return { ...described, ...setConfigStatement(session, call) };
  }
  const { byName } = await session.tables(signal);
  if (!readsAny(node, byName)) {
    return postgresStatement(session, text, parameterOids, signal);
  }
  const asPostgres = await session.describe(text, parameterOids, signal);
  const columns = namedByMeasures(node.SelectStmt, asPostgres.columns);
  const described = { ...asPostgres, columns };
  const answer = async (binding: Binding, running: AbortSignal) => {
    const context = await session.selectContext(running);
    const select = await bound(node, described, binding, context);
    return runSelect(
      await planSelect(select, text, context),
      described.columns ?? [],
      binding.resultFormats,
      context,
    );
  };
  const reproducible = isReproducible(node, byName);
  return {
    ...described,
    ends: false,
    async run(binding, running) {
      const asked = reproducible
        ? await askKept(session, text, described, binding, running)
        : undefined;
      return keptOr(asked, () => answer(binding, running));
    },
  };
}

/** `SELECT set_config(…)`. @throws SqlError 42501 */
function setConfigStatement(
  session: Session,
  { name, value, isLocal }: SetConfigCall,
): Pick<Statement, "ends" | "run"> {
  assertMaySet(name);
  const text = `SET ${isLocal ? "LOCAL " : ""}${name} = '${value.replaceAll("'", "''")}'`;
  return {
    ends: false,
    run: async (_, signal) => {
      await set(session, { text, name, isLocal }, signal);
      return textExecution([session.settings.get(name) ?? value], "SELECT 1");
    },
  };
}

/** A statement that Postgres answers alone: catalogs, SHOW, constants. */
export async function postgresStatement(
  session: Session,
  text: string,
  parameterOids: number[],
  signal: AbortSignal,
): Promise<Statement> {
  return {
    ...(await session.describe(text, parameterOids, signal)),
    ends: false,
    run: async (binding, running) => {
      const database = await session.database(running);
      const asked = database.query(
        session.postgres,
        { text, parameterOids },
        binding,
        running,
      );
      return pgExecution(await unlessAborted(asked, running));
    },
  };
}

/** SHOW, also of settings that are kept from Postgres. */
export async function showStatement(
  session: Session,
  text: string,
  { VariableShowStmt: { name = "" } }: NodeOf<"VariableShowStmt">,
  parameterOids: number[],
  signal: AbortSignal,
): Promise<Statement> {
  const statement = await postgresStatement(
    session,
    text,
    parameterOids,
    signal,
  );
  if (isApplied(name)) return statement;
  return {
    ...statement,
    run: (binding, running) => {
      const value = session.settings.get(name);
      return value === undefined
        ? statement.run(binding, running)
        : Promise.resolve(textExecution([value], "SHOW"));
    },
  };
}

/** EXPLAIN of a SELECT: how the model answers it. */
export async function explainStatement(
  session: Session,
  text: string,
  node: NodeOf<"ExplainStmt">,
  parameterOids: number[],
  signal: AbortSignal,
): Promise<Statement> {
  const { query } = node.ExplainStmt;
  if (query === undefined || !("SelectStmt" in query)) {
    throw refusal(query ?? node);
  }
  const { byName } = await session.tables(signal);
  if (!readsAny(query, byName)) {
    return postgresStatement(session, text, parameterOids, signal);
  }
  const described = await session.describe(text, parameterOids, signal);
  return {
    ...described,
    ends: false,
    run: async (binding, running) => {
      const context = await session.selectContext(running);
      const select = await bound(query, described, binding, context);
      const plan = await planSelect(select, text, context);
      return textExecution(await explain(plan, node, context), "EXPLAIN");
    },
  };
}

/** The statement with its parameters in place. */
async function bound(
  node: Node,
  { parameterOids }: Description,
  binding: Binding,
  { database, session, signal }: SelectContext,
): Promise<Node> {
  if (parameterOids.length === 0) return node;
  const texts = await parameterTexts(
    database,
    session,
    parameterOids,
    binding,
    signal,
  );
  return substitute(node, parameterOids, texts, TYPE_NAMES);
}
