import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  type CompletionSource,
  insertCompletionText,
  pickedCompletion,
  startCompletion,
} from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import type { EditorView } from "@codemirror/view";
import type { SqlColumn, SqlTable } from "../sql-tables.ts";
import { statementsOf } from "./statement-at.ts";
import { FUNCTIONS, KEYWORDS } from "./words.ts";

const KEYWORD_OPTIONS: Completion[] = KEYWORDS.map((label) => ({
  label,
  type: "keyword",
  boost: -20,
}));

const FUNCTION_OPTIONS: Completion[] = FUNCTIONS.map(
  ({ name, signature, description }) => ({
    label: name,
    detail: signature,
    info: description,
    type: "function",
    apply: applyCall,
    boost: -10,
  }),
);

/** Writes a call with the cursor between its brackets, and completes there. */
function applyCall(
  view: EditorView,
  completion: Completion,
  from: number,
  to: number,
): void {
  view.dispatch({
    ...insertCompletionText(view.state, `${completion.label}()`, from, to),
    annotations: pickedCompletion.of(completion),
  });
  view.dispatch({
    selection: { anchor: from + completion.label.length + 1 },
  });
  startCompletion(view);
}

const WORDS = /(?:"[^"]*"?|[\w$]+)$/;
/** The same as far as it is typed: the list is filtered and not asked for again. */
const VALID_FOR = /^"?[\w$]*$/;
const IN_MEASURE = /\bmeasure\s*\(\s*(?:[\w"]+\s*\.\s*)?"?\w*$/i;
const AFTER_FROM = /\b(?:from|join)\s+"?\w*$/i;
const QUALIFIED = /("[^"]+"|[\w$]+)\s*\.\s*"?[\w$]*$/;
/** Not letters, but where one may want to see what there is. */
const OPENS = /[(.,]\s?$/;

/**
 * Completes views as tables and their members as columns, with what the model says
 * about them: after FROM the tables, inside MEASURE() the measures.
 */
export const completeSql =
  (tables: readonly SqlTable[]): CompletionSource =>
  (context): CompletionResult | null => {
    if (isInsideText(context)) return null;
    const word = context.matchBefore(WORDS);
    const before = textBefore(context);
    if (word === null && !context.explicit && !OPENS.test(before)) return null;
    const options = optionsFor(tables, statementAround(context), before);
    return options.length === 0
      ? null
      : { from: word?.from ?? context.pos, options, validFor: VALID_FOR };
  };

const isInsideText = ({ state, pos }: CompletionContext): boolean =>
  /String|Comment/.test(syntaxTree(state).resolveInner(pos, -1).name);

/** As much as the patterns above can reach back. */
const textBefore = ({ state, pos }: CompletionContext): string =>
  state.sliceDoc(Math.max(0, pos - 200), pos);

function statementAround({ state, pos }: CompletionContext): string {
  const around = statementsOf(state).findLast(({ from }) => from <= pos);
  return around === undefined ? "" : around.text;
}

function optionsFor(
  tables: readonly SqlTable[],
  statement: string,
  before: string,
): Completion[] {
  const named = tablesIn(statement, tables);
  const [, qualifier] = QUALIFIED.exec(before) ?? [];
  const reachable =
    qualifier === undefined
      ? [...new Set(named.values())]
      : [named.get(unquoted(qualifier))].filter((table) => table !== undefined);
  const inMeasure = IN_MEASURE.test(before);
  const columns = unique(reachable.flatMap((table) => table.columns))
    .filter(({ kind }) => !inMeasure || kind === "measure")
    .map((column) =>
      columnOption(column, inMeasure || qualifier !== undefined),
    );
  if (qualifier !== undefined || inMeasure) return columns;
  if (AFTER_FROM.test(before)) return tables.map(tableOption);
  return [
    ...columns,
    ...tables.map(tableOption),
    ...FUNCTION_OPTIONS,
    ...KEYWORD_OPTIONS,
  ];
}

const RESERVED =
  /^(where|group|order|limit|join|left|right|full|inner|cross|on|union|having|as|natural|using|offset)$/i;

/** Tables that a statement names, by their own name and by that it gives them. */
function tablesIn(
  statement: string,
  tables: readonly SqlTable[],
): Map<string, SqlTable> {
  const found = new Map<string, SqlTable>();
  for (const table of tables) {
    const use = new RegExp(
      `\\b${table.name}\\b"?(?:\\s+(?:as\\s+)?("[^"]+"|[a-z_]\\w*))?`,
      "gi",
    );
    for (const [, alias] of statement.matchAll(use)) {
      found.set(table.name, table);
      if (alias !== undefined && !RESERVED.test(alias)) {
        found.set(unquoted(alias), table);
      }
    }
  }
  return found;
}

const unquoted = (name: string) =>
  name.startsWith('"') ? name.slice(1).replace(/"$/, "") : name.toLowerCase();

const unique = (columns: readonly SqlColumn[]): SqlColumn[] => [
  ...new Map(columns.map((column) => [column.name, column])).values(),
];

const tableOption = ({ name, description, columns }: SqlTable): Completion => ({
  label: name,
  detail: `${columns.length} columns`,
  info: description,
  type: "class",
});

/** A measure is written MEASURE(name) where its bare name would be a column. */
const columnOption = (column: SqlColumn, bare: boolean): Completion => {
  const wrapped = column.kind === "measure" && !bare;
  return {
    label: column.name,
    ...(wrapped && { apply: `MEASURE(${column.name})` }),
    detail: column.kind === "measure" ? "measure" : column.type,
    info: columnInfo(column),
    type: column.kind === "measure" ? "property" : "variable",
    boost: 10,
  };
};

const columnInfo = ({ title, description, unit, kind }: SqlColumn): string =>
  [
    unit === "" ? title : `${title} (${unit})`,
    description,
    kind === "measure" ? "Written MEASURE(…): right at any grouping." : "",
  ]
    .filter((line) => line !== "")
    .join("\n");
