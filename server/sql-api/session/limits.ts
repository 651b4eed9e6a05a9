/** What one session may hold. */
export interface SessionLimits {
  /** Named prepared statements. */
  statements: number;
  /** Open portals. */
  portals: number;
  /** Bytes of statements' texts, of parameters and of rows that wait in portals. */
  heldBytes: number;
}

export const SESSION_LIMITS: SessionLimits = {
  // Drivers keep more than one expects: pgjdbc 256, and all that Java has not
  // collected yet; Rails 1000. Cube's own SQL API allows 128.
  statements: 1024,
  // As many as Cube's own SQL API allows.
  portals: 64,
  heldBytes: 64 * 1024 * 1024,
};
