import { readFile } from "node:fs/promises";
import type { Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { errorMessage, ServiceError, UsageError } from "../../base/errors.ts";
import { type Connection, errorText } from "./connection.ts";
import { HELP, type MetaCommand, readMetaCommand } from "./meta-commands.ts";
import { type Layout, resultWriter } from "./results.ts";
import { splitStatements } from "./statements.ts";

export interface ShellOptions {
  connection: Connection;
  layout: Layout;
  output: Writable;
  errors: Writable;
}

/** Takes lines and runs the statements and commands in them. */
export class Shell {
  readonly #options: ShellOptions;
  #layout: Layout;
  #timing = false;
  #buffer = "";
  #last: string | undefined;
  #stop: AbortController | undefined;

  constructor(options: ShellOptions) {
    this.#options = options;
    this.#layout = options.layout;
  }

  /** A statement has begun and not ended. */
  get isInside(): boolean {
    return this.#buffer !== "";
  }

  /** @returns whether all went well, or "quit" */
  async line(line: string): Promise<boolean | "quit"> {
    if (!this.isInside && line.trimStart().startsWith("\\")) {
      return this.#guarded(() => this.#command(readMetaCommand(line)));
    }
    const { statements, rest } = splitStatements(
      this.isInside ? `${this.#buffer}\n${line}` : line,
    );
    this.#buffer = rest;
    for (const statement of statements) {
      if (!(await this.#statement(statement))) return false;
    }
    return true;
  }

  /** Runs all statements of a text up to the first that fails; the last needs no semicolon. */
  async script(text: string): Promise<boolean> {
    for (const line of text.split("\n")) {
      const done = await this.line(line);
      if (done === "quit") return true;
      if (!done) return false;
    }
    return this.end();
  }

  /** Runs what is left without a semicolon. */
  async end(): Promise<boolean> {
    const statement = this.#buffer;
    this.#buffer = "";
    return statement.trim() === "" || this.#statement(statement);
  }

  /** Stops what is at work, or forgets what was begun. */
  interrupt(): void {
    this.#buffer = "";
    this.#stop?.abort();
  }

  get isAtWork(): boolean {
    return this.#stop !== undefined;
  }

  async #guarded(
    run: () => Promise<boolean | "quit">,
  ): Promise<boolean | "quit"> {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const hint = error.hint === undefined ? "" : `  hint: ${error.hint}\n`;
      this.#options.errors.write(`error: ${error.message}\n${hint}`);
      return false;
    }
  }

  async #command(command: MetaCommand): Promise<boolean | "quit"> {
    const { output } = this.#options;
    switch (command.kind) {
      case "quit":
        return "quit";
      case "help":
        output.write(HELP);
        return true;
      case "query":
        return this.#run(command.sql, { ...this.#layout, ...command.layout });
      case "expanded":
        this.#layout = { ...this.#layout, expanded: !this.#layout.expanded };
        output.write(`expanded is ${this.#layout.expanded ? "on" : "off"}\n`);
        return true;
      case "timing":
        this.#timing = !this.#timing;
        output.write(`timing is ${this.#timing ? "on" : "off"}\n`);
        return true;
      case "format":
        this.#layout = { ...this.#layout, format: command.format };
        return true;
      case "include":
        return this.script(await readScript(command.path));
      case "watch":
        return this.#watch(command.seconds);
    }
  }

  #statement(text: string): Promise<boolean> {
    this.#last = text;
    return this.#run(text, this.#layout);
  }

  async #watch(seconds: number): Promise<boolean> {
    const statement = this.#last;
    if (statement === undefined) {
      throw new UsageError("there is no statement to repeat yet");
    }
    const stop = new AbortController();
    for (;;) {
      this.#options.output.write(`${new Date().toISOString()}\n`);
      if (!(await this.#run(statement, this.#layout))) return false;
      this.#stop = stop;
      await sleep(seconds * 1000, undefined, { signal: stop.signal }).catch(
        () => undefined,
      );
      this.#stop = undefined;
      if (stop.signal.aborted) return true;
    }
  }

  /** @returns whether it ended without an error, which is written otherwise */
  async #run(statement: string, layout: Layout): Promise<boolean> {
    const { connection, output, errors } = this.#options;
    const stop = new AbortController();
    const cancel = () => connection.cancel();
    stop.signal.addEventListener("abort", cancel, { once: true });
    this.#stop = stop;
    const started = performance.now();
    try {
      const { fields, command, portions } = await connection.run(statement);
      const writer =
        fields.length > 0 ? resultWriter(layout, fields, output) : undefined;
      let count = 0;
      for await (const rows of portions) {
        count += rows.length;
        writer?.rows(rows);
        if (output.writableNeedDrain) await drained(output);
      }
      if (writer !== undefined) writer.end(count);
      else if (layout.format === "table") output.write(`${command}\n`);
      return true;
    } catch (error) {
      errors.write(errorText(error, statement));
      return false;
    } finally {
      this.#stop = undefined;
      if (this.#timing) {
        const milliseconds = performance.now() - started;
        output.write(`Time: ${milliseconds.toFixed(1)} ms\n`);
      }
    }
  }
}

const drained = (output: Writable) =>
  new Promise<void>((resolve) => {
    output.once("drain", resolve).once("close", resolve);
  });

async function readScript(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new UsageError(
      `cannot read ${path}: ${errorMessage(error)}`,
      "name a file with SQL statements",
    );
  }
}
