import type { Socket } from "node:net";
import type { SecureContext } from "node:tls";
import type { CreateExecutor, Login } from "../executor.ts";
import { asFatal, failureOf } from "../session/failure.ts";
import { Session } from "../session.ts";
import { SqlError } from "../sql-error.ts";
import {
  authenticate,
  type AuthenticationOptions,
  ClientGone,
} from "./authentication.ts";
import {
  backendKeyData,
  errorResponse,
  negotiateProtocolVersion,
} from "./backend.ts";
import type { CancelKeys } from "./cancel-keys.ts";
import { type Channel, openChannel } from "./channel.ts";
import type { Frame } from "./frame-reader.ts";
import { shakeHands } from "./handshake.ts";
import type { WireLimits } from "./limits.ts";
import { printable } from "./printable.ts";
import { FRONTEND, type MessageLimit, sessionLimit } from "./protocol.ts";
import { readLogin } from "./login.ts";
import type { StartUpMessage } from "./start-up.ts";
import { Turn } from "./turn.ts";

/** What all connections of a server share. */
export interface ConnectionContext extends AuthenticationOptions {
  createExecutor: CreateExecutor;
  tls: SecureContext | undefined;
  requireTls: boolean;
  limits: WireLimits;
  keys: CancelKeys;
  /**
   * Takes one of the places for sessions, to be given back by what is returned.
   *
   * @throws SqlError 53300
   */
  admit(): () => void;
}

const KEEP_ALIVE_MS = 60_000;

/** One client, from its socket's first byte to its last. */
export class Connection {
  /** The socket is gone. */
  readonly closed: Promise<void>;
  /** Nothing is left of it, not even work that took its time to stop. */
  readonly done: Promise<void>;
  readonly #context: ConnectionContext;
  readonly #turn = new Turn();
  readonly #remoteAddress: string;
  readonly #raw: Socket;
  #channel: Channel;
  #session: Session | undefined;
  /** Aborts when the client has gone or shall go. */
  readonly #abort = new AbortController();
  #destroyTimer: NodeJS.Timeout | undefined;

  constructor(socket: Socket, context: ConnectionContext) {
    this.#context = context;
    this.#raw = socket;
    this.#remoteAddress = socket.remoteAddress ?? "";
    socket.setNoDelay(true);
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    this.#channel = this.#open(socket);
    this.closed = new Promise((resolve) => {
      socket.once("close", () => {
        clearTimeout(this.#destroyTimer);
        resolve();
      });
    });
    this.done = this.#run().catch((error: unknown) => {
      socket.destroy();
      failureOf(error, context.log);
    });
  }

  /** Ends it with a message, or without one when the client does not listen. */
  terminate(error: SqlError): void {
    const fatal = asFatal(error);
    this.#abort.abort(fatal);
    this.#channel.input.giveUp(fatal);
    this.#session?.end(fatal);
    this.#destroySoon();
  }

  async #run(): Promise<void> {
    let leave: (() => void) | undefined;
    try {
      const start = await this.#withTimeout(() => this.#shakeHands());
      if (start === undefined) return;
      leave = this.#context.admit();
      const login = await this.#withTimeout(() => this.#logIn(start));
      await this.#serve(start.protocol, login);
    } catch (error) {
      this.#tell(error);
    } finally {
      this.#end();
      await this.#closeSession();
      leave?.();
    }
  }

  #shakeHands(): Promise<StartUpMessage | undefined> {
    const { tls, requireTls, keys } = this.#context;
    const open = (socket: Socket) => (this.#channel = this.#open(socket));
    return shakeHands(this.#channel, open, {
      tls,
      requireTls,
      cancel: (key) => keys.cancel(key),
    });
  }

  async #logIn(start: StartUpMessage): Promise<Login> {
    const { input, output } = this.#channel;
    if (start.negotiate) {
      output.send(
        negotiateProtocolVersion(start.protocol, start.unknownOptions),
      );
    }
    const asked = readLogin(start.parameters);
    const answer = await authenticate(
      this.#context,
      {
        user: asked.user,
        database: asked.database,
        remoteAddress: this.#remoteAddress,
      },
      input,
      output,
    );
    return {
      ...asked,
      securityContext: answer.securityContext,
      superuser: answer.superuser === true,
    };
  }

  async #serve(protocol: number, login: Login): Promise<void> {
    const { createExecutor, limits, log, keys } = this.#context;
    const { input, output } = this.#channel;
    const { signal } = this.#abort;
    const session = await Session.open({
      login,
      createExecutor,
      output,
      limits: limits.session,
      log,
      signal,
    });
    this.#session = session;
    signal.throwIfAborted();
    const cancelKey = keys.add(protocol, () => session.cancel());
    try {
      await session.greet(backendKeyData(cancelKey.processId, cancelKey.key));
      const limit = sessionLimit(limits.messageBytes);
      for (;;) {
        const frame = input.take(limit) ?? (await this.#next(session, limit));
        if (frame === undefined || frame.type === FRONTEND.Terminate) return;
        await session.handle(frame);
        if (this.#turn.over) await this.#turn.end();
      }
    } finally {
      keys.remove(cancelKey);
    }
  }

  /** Waits for the client, but not for ever. */
  async #next(
    session: Session,
    limit: MessageLimit,
  ): Promise<Frame | undefined> {
    const { input, output } = this.#channel;
    await output.flush();
    const { idleTimeout, idleInTransactionTimeout } = this.#context.limits;
    const idle = session.transactionStatus === "I";
    const milliseconds = Math.min(
      (idle ? idleTimeout : idleInTransactionTimeout) || Infinity,
      session.idleTimeout ?? Infinity,
    );
    if (milliseconds === Infinity) return input.message(limit);
    const timer = setTimeout(() => {
      this.terminate(
        idle
          ? new SqlError(
              "57P05",
              "terminating connection due to idle-session timeout",
            )
          : new SqlError(
              "25P03",
              "terminating connection due to idle-in-transaction timeout",
            ),
      );
    }, milliseconds);
    try {
      return await input.message(limit);
    } finally {
      clearTimeout(timer);
    }
  }

  async #withTimeout<T>(work: () => Promise<T>): Promise<T> {
    const { authenticationTimeout } = this.#context.limits;
    if (authenticationTimeout === 0) return this.#orAbort(work());
    const timer = setTimeout(() => {
      this.terminate(
        new SqlError("57014", "canceling authentication due to timeout"),
      );
    }, authenticationTimeout);
    try {
      return await this.#orAbort(work());
    } finally {
      clearTimeout(timer);
    }
  }

  /** A callback that never settles must not keep the place of a session. */
  async #orAbort<T>(work: Promise<T>): Promise<T> {
    const { signal } = this.#abort;
    let abandon = () => {};
    const aborted = new Promise<never>((_resolve, reject) => {
      abandon = () => reject(signal.reason as SqlError);
      signal.addEventListener("abort", abandon);
    });
    if (signal.aborted) abandon();
    try {
      return await Promise.race([work, aborted]);
    } finally {
      signal.removeEventListener("abort", abandon);
    }
  }

  #open(socket: Socket): Channel {
    // What went wrong is of no use: the end of the socket, which follows, is.
    socket.on("error", () => {});
    const gone = () => {
      const reason = new SqlError("08006", "the client has gone", {
        severity: "FATAL",
      });
      this.#abort.abort(reason);
      this.#session?.end(reason);
    };
    socket.once("end", gone);
    socket.once("close", gone);
    return openChannel(socket, this.#turn);
  }

  #tell(error: unknown): void {
    if (error instanceof ClientGone) return;
    const { signal } = this.#abort;
    const failure = asFatal(
      failureOf(signal.reason ?? error, this.#context.log),
    );
    this.#context.log.trace("a SQL connection ended", {
      address: this.#remoteAddress,
      code: failure.code,
      reason: printable(failure.message),
    });
    this.#channel.output.send(errorResponse(failure));
  }

  /** Lets the client read what was written, for a while. */
  #end(): void {
    const { socket, input, output } = this.#channel;
    output.write();
    // Unread bytes would make the system discard what the client has yet to read.
    input.release();
    socket.resume();
    socket.end();
    this.#destroySoon();
  }

  #destroySoon(): void {
    if (this.#raw.destroyed) return;
    this.#destroyTimer ??= setTimeout(
      () => this.#raw.destroy(),
      this.#context.limits.grace,
    );
  }

  async #closeSession(): Promise<void> {
    try {
      await this.#session?.close();
    } catch (error) {
      failureOf(error, this.#context.log);
    }
  }
}
