import type { Log } from "../log.ts";
import type {
  CreateExecutor,
  Executor,
  Login,
  TransactionStatus,
} from "./executor.ts";
import type { Binding } from "./result.ts";
import { expired, expiryOf } from "./session/expiry.ts";
import { Extended } from "./session/extended.ts";
import { failureOf, moved } from "./session/failure.ts";
import type { SessionLimits } from "./session/limits.ts";
import { run, type SessionParts } from "./session/parts.ts";
import { Portal } from "./session/portal.ts";
import { Portals } from "./session/portals.ts";
import { Statements } from "./session/statements.ts";
import { Work } from "./session/work.ts";
import { SqlError } from "./sql-error.ts";
import {
  emptyQueryResponse,
  errorResponse,
  parameterStatus,
  readyForQuery,
} from "./wire/backend.ts";
import type { Frame } from "./wire/frame-reader.ts";
import { type FrontendMessage, readMessage } from "./wire/frontend.ts";
import type { Output } from "./wire/output.ts";
import { FRONTEND } from "./wire/protocol.ts";

export interface SessionOptions {
  login: Login;
  createExecutor: CreateExecutor;
  output: Output;
  limits: SessionLimits;
  log: Log;
  /** Aborts when the client has gone. */
  signal: AbortSignal;
}

/** After an error in one of these, messages are passed over until Sync. */
const EXTENDED: ReadonlySet<number> = new Set([
  FRONTEND.Parse,
  FRONTEND.Bind,
  FRONTEND.Describe,
  FRONTEND.Execute,
  FRONTEND.Close,
  FRONTEND.Flush,
]);

/**
 * Answers the messages of one client, one after the other:
 * https://www.postgresql.org/docs/current/protocol-flow.html
 */
export class Session {
  readonly #parts: SessionParts;
  readonly #extended: Extended;
  readonly #log: Log;
  readonly #expiry: number | undefined;
  /** After an error of the extended protocol. */
  #skipping = false;

  private constructor(parts: SessionParts, { login, log }: SessionOptions) {
    this.#parts = parts;
    this.#extended = new Extended(parts);
    this.#log = log;
    this.#expiry = expiryOf(login);
  }

  /** @throws what the executor's creation throws */
  static async open(options: SessionOptions): Promise<Session> {
    const { limits, log, login, output, createExecutor, signal } = options;
    const work = new Work();
    const statements = new Statements(limits);
    const portals = new Portals(limits, (error) => void failureOf(error, log));
    const executor: Executor = await createExecutor(
      login,
      {
        deallocate: (name) => statements.deallocate(name),
        portal: (name) => portals.open(name, executor, work.portal),
        closePortal: (name) => portals.closeBut(name, work.portal),
        closePortals: () => portals.closeAll(work.portal),
      },
      signal,
    );
    const parts = { executor, statements, portals, output, limits, work };
    return new Session(parts, options);
  }

  get transactionStatus(): TransactionStatus {
    return this.#parts.executor.transactionStatus;
  }

  /** Milliseconds the client may send nothing, as it has SET them; undefined for no limit. */
  get idleTimeout(): number | undefined {
    return this.#parts.executor.idleTimeout;
  }

  /** Tells the client that it may begin. */
  async greet(keyData: Buffer): Promise<void> {
    const { output } = this.#parts;
    this.#sendParameters();
    output.send(keyData, readyForQuery(this.transactionStatus));
    await output.flush();
  }

  /**
   * Answers a message.
   *
   * @throws SqlError, FATAL, when the session is over
   */
  async handle(frame: Frame): Promise<void> {
    const { work, output } = this.#parts;
    this.#assertNotExpired();
    if (this.#skipping && frame.type !== FRONTEND.Sync) return;
    try {
      await this.#answer(readMessage(frame));
    } catch (error) {
      await this.#report(error);
      if (EXTENDED.has(frame.type)) this.#skipping = true;
      else await this.#ready();
    } finally {
      work.done();
    }
    if (output.full) await output.flush();
  }

  /** Stops the statement at work, if there is one. */
  cancel(): void {
    this.#parts.work.cancel();
  }

  /** @param reason FATAL, what `handle` then throws */
  end(reason: SqlError): void {
    this.#parts.work.end(reason);
  }

  /** Not before the last `handle` has settled. */
  async close(): Promise<void> {
    await this.#parts.portals.closeAll();
    await this.#parts.executor.close();
  }

  /** A pool keeps connections for days. */
  #assertNotExpired(): void {
    if (this.#expiry !== undefined && this.#expiry <= Date.now()) {
      throw expired(this.#expiry);
    }
  }

  async #answer(message: FrontendMessage): Promise<void> {
    switch (message.kind) {
      case "query":
        return this.#query(message.text);
      case "parse":
        return this.#extended.parse(message);
      case "bind":
        return this.#extended.bind(message);
      case "describe":
        return this.#extended.describe(message.what, message.name);
      case "execute":
        return this.#extended.execute(message.portal, message.maxRows);
      case "close":
        return this.#extended.close(message.what, message.name);
      case "flush":
        return this.#parts.output.flush();
      case "sync":
        this.#skipping = false;
        return this.#ready();
      case "functionCall":
        throw new SqlError("0A000", "function calls are not supported", {
          hint: "call the function in a SELECT",
        });
      case "copy":
        return;
    }
  }

  async #query(text: string): Promise<void> {
    const { executor, statements, portals, output } = this.#parts;
    statements.delete("");
    await portals.close("");
    const parts = executor.split(text);
    if (parts.length === 0) output.send(emptyQueryResponse);
    let end = 0;
    for (const statement of parts) {
      const start = Math.max(end, text.indexOf(statement, end));
      end = start + statement.length;
      try {
        await this.#runSimple(statement);
      } catch (error) {
        throw moved(error, text.slice(0, start));
      }
    }
    await this.#ready();
  }

  async #runSimple(text: string): Promise<void> {
    const { executor, work } = this.#parts;
    const abort = work.begin();
    const prepared = await executor.prepare(text, [], abort.signal);
    if (prepared.parameterOids.length > 0) {
      throw new SqlError("42P02", "there is no parameter $1", {
        hint: "parameters need the extended protocol: Parse, Bind, Execute",
      });
    }
    const binding: Binding = {
      values: [],
      formats: [],
      resultFormats: prepared.format === undefined ? [] : [prepared.format],
    };
    const portal = new Portal(prepared, binding, abort);
    work.include(portal);
    await run(this.#parts, portal, { maxRows: 0, describe: true });
  }

  async #ready(): Promise<void> {
    const { executor, portals, output } = this.#parts;
    await executor.sync();
    if (this.transactionStatus === "I") await portals.closeAll();
    this.#sendParameters();
    output.send(readyForQuery(this.transactionStatus));
    await output.flush();
  }

  async #report(error: unknown): Promise<void> {
    const { executor, portals, output, work } = this.#parts;
    const cause = work.over ?? work.stopped ?? error;
    // Aborts what is left of it, so the cause had to be looked up before.
    if (work.portal !== undefined) await portals.drop(work.portal);
    const failure = failureOf(cause, this.#log);
    if (failure.severity === "FATAL") throw failure;
    output.send(errorResponse(failure));
    executor.fail();
    if (this.transactionStatus === "I") await portals.closeAll();
  }

  #sendParameters(): void {
    const { executor, output } = this.#parts;
    for (const [name, value] of executor.takeChangedParameters()) {
      output.send(parameterStatus(name, value));
    }
  }
}
