import { errorMessage } from "../../base/errors.ts";
import type { Connection } from "../config.ts";
import { duration } from "../progress/numbers.ts";
import { WarehouseClient } from "./client.ts";

/** A client that waits for a warehouse that is away and says so. */
export function patientClient(
  connection: Connection,
  options: {
    /** Milliseconds. */
    patience: number;
    /** Ends the waiting. */
    signal: AbortSignal;
    note: (text: string) => void;
  },
): WarehouseClient {
  const { patience, signal, note } = options;
  return new WarehouseClient(connection, {
    patience,
    signal,
    onOutage: (error) =>
      note(
        `${errorMessage(error)}; trying again for up to ${duration(patience / 1000)}`,
      ),
    onReturn: (after) =>
      note(`the warehouse answers again after ${duration(after / 1000)}`),
  });
}
