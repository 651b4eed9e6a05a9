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
  // The two numbers of Cube's own SQL API.
  statements: 128,
  portals: 64,
  heldBytes: 64 * 1024 * 1024,
};
