import { readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { errorMessage } from "../../base/errors.ts";
import type { Shell } from "./shell.ts";

const HISTORY_FILE = join(homedir(), ".lookthrough_sql_history");
const HISTORY_SIZE = 1000;

const KEYWORDS = (
  "SELECT FROM WHERE GROUP BY ORDER BY HAVING LIMIT OFFSET DISTINCT EXPLAIN MEASURE( date_trunc( COUNT(*) " +
  "AND OR NOT IN BETWEEN LIKE ILIKE IS NULL CASE WHEN THEN ELSE END WITH AS JOIN ON UNION ALL DESC ASC"
).split(" ");

export interface PromptOptions {
  shell: Shell;
  /** Names of tables and columns, for the tabulator key. */
  names: string[];
}

/** Reads lines from a terminal until Ctrl-D or \q. */
export async function prompt({ shell, names }: PromptOptions): Promise<void> {
  const words = [...names, ...new Set(KEYWORDS)];
  const terminal = createInterface({
    input: process.stdin,
    output: process.stdout,
    historySize: HISTORY_SIZE,
    history: readHistory(),
    completer: (line: string) => complete(line, words),
  });
  let history: string[] = [];
  terminal.on("history", (lines) => (history = lines));
  terminal.on("SIGINT", () => {
    const wasAtWork = shell.isAtWork;
    shell.interrupt();
    if (!wasAtWork) {
      process.stdout.write("^C\n");
      ask(terminal, shell);
    }
  });
  ask(terminal, shell);
  // Lines that come while a statement is at work wait for it.
  for await (const line of terminal) {
    if ((await shell.line(line)) === "quit") break;
    ask(terminal, shell);
  }
  terminal.close();
  process.stdout.write("\n");
  if (history.length > 0) writeHistory(history);
}

function ask(terminal: Interface, shell: Shell): void {
  terminal.setPrompt(shell.isInside ? "        -> " : "lookthrough=> ");
  terminal.prompt();
}

function complete(line: string, words: string[]): [string[], string] {
  const word = /[\w"\\]*$/.exec(line)?.[0] ?? "";
  const start = word.toLowerCase();
  const hits = words.filter((known) => known.toLowerCase().startsWith(start));
  return [word === "" ? [] : hits, word];
}

function readHistory(): string[] {
  try {
    return readFileSync(HISTORY_FILE, "utf8").split("\n").filter(Boolean);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") warn(error);
    return [];
  }
}

function writeHistory(lines: string[]): void {
  try {
    writeFileSync(HISTORY_FILE, `${lines.join("\n")}\n`, { mode: 0o600 });
  } catch (error) {
    warn(error);
  }
}

/** Without a history the prompt is less handy, and nothing else is lost. */
const warn = (error: unknown) =>
  void process.stderr.write(`no history of lines: ${errorMessage(error)}\n`);
