import { SESSION_LIMITS, type SessionLimits } from "../session/limits.ts";

/** What clients may take of the server. Times are in milliseconds, 0 is none. */
export interface WireLimits {
  /** Sessions at the same time. */
  connections: number;
  /** From the connection to the end of authentication. */
  authenticationTimeout: number;
  /**
   * For a client that sends nothing, outside of a transaction. A shorter
   * `idle_session_timeout` of the session holds.
   */
  idleTimeout: number;
  /** The same inside of a transaction: `idle_in_transaction_session_timeout`. */
  idleInTransactionTimeout: number;
  /** Of one message with SQL or values. */
  messageBytes: number;
  /** Sessions get to end, once the server stops, and sockets once they are closed. */
  grace: number;
  session: SessionLimits;
}

export const WIRE_LIMITS: WireLimits = {
  connections: 100,
  authenticationTimeout: 60_000,
  idleTimeout: 0,
  idleInTransactionTimeout: 0,
  messageBytes: 64 * 1024 * 1024,
  grace: 1500,
  session: SESSION_LIMITS,
};
