import { randomBytes, randomInt, timingSafeEqual } from "node:crypto";
import { PROTOCOL } from "./protocol.ts";

const MAX_PROCESS_ID = 2 ** 31 - 1;
/** All that protocol 3.0 has room for. */
const SHORT_KEY_BYTES = 4;
const LONG_KEY_BYTES = 32;

/** What a client needs to cancel its statement over another connection. */
export interface CancelKey {
  processId: number;
  key: Buffer;
}

/** Which statement a cancel request means. */
export class CancelKeys {
  readonly #sessions = new Map<number, { key: Buffer; cancel: () => void }>();

  /** Valid until it is removed. */
  add(protocol: number, cancel: () => void): CancelKey {
    let processId = randomInt(1, MAX_PROCESS_ID);
    while (this.#sessions.has(processId)) {
      processId = randomInt(1, MAX_PROCESS_ID);
    }
    const key = randomBytes(
      protocol >= PROTOCOL.v3_2 ? LONG_KEY_BYTES : SHORT_KEY_BYTES,
    );
    this.#sessions.set(processId, { key, cancel });
    return { processId, key };
  }

  remove({ processId }: CancelKey): void {
    this.#sessions.delete(processId);
  }

  /** Nothing happens, and nothing is told, when no session has that key. */
  cancel({ processId, key }: CancelKey): void {
    const session = this.#sessions.get(processId);
    if (session === undefined || session.key.length !== key.length) return;
    if (timingSafeEqual(session.key, key)) session.cancel();
  }
}
