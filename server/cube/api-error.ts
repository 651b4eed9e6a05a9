import type { ServiceError } from "../../base/errors.ts";
import {
  CONNECTION_FAILURE,
  ERROR_RULES,
  MEMBERS_HINT,
} from "./error-table.ts";
import { isSqlErrorDetails } from "./sql-http-errors.ts";

/** The body of every answer that is an error. `error` is Cube's own field. */
export interface ErrorBody {
  error: string;
  code: string;
  hint?: string;
  [field: string]: unknown;
}

export interface ErrorAnswer {
  status: number;
  body: ErrorBody;
}

/** Cube's word for "still working, ask again", which is no error. */
const CONTINUE_WAIT = "Continue wait";

export const isContinueWait = (body: Record<string, unknown>) =>
  body["error"] === CONTINUE_WAIT;

/** The answer to whatever needs a warehouse that is away. */
export const warehouseUnavailable = (cause: string): ErrorAnswer => ({
  status: 503,
  body: {
    error: `the warehouse does not answer: ${cause}`,
    code: "warehouse-unavailable",
    hint: "it is restarting or unreachable; ask again in a few seconds, GET /health/ready tells when",
  },
});

/**
 * Cube's error body with our code and hint, and the status it deserves.
 *
 * @param isWarehouseUp asked only when the text leaves it open
 */
export async function describeError(
  status: number,
  original: Record<string, unknown> & { error: string },
  isWarehouseUp: () => Promise<boolean>,
): Promise<ErrorAnswer> {
  // Cube's log has the stack; the client need not know our files.
  const body = { ...original };
  delete body["stack"];
  const text = original.error;
  if (isContinueWait(body)) {
    return (await isWarehouseUp())
      ? { status, body: body as ErrorBody }
      : warehouseUnavailable("the query got no answer");
  }
  if (CONNECTION_FAILURE.test(text)) return warehouseUnavailable(text);
  const { plainError, ...rest } = body;
  if (isSqlErrorDetails(plainError)) {
    return { status, body: { ...rest, ...plainError } };
  }
  const rule = ERROR_RULES.find(({ pattern }) => pattern.test(text));
  if (rule !== undefined) {
    const { code, hint } = rule;
    return { status: rule.status ?? status, body: { ...body, code, hint } };
  }
  if (status < 500) {
    const code = "bad-query";
    return { status, body: { ...body, code, hint: MEMBERS_HINT } };
  }
  return { status, body: { ...body, code: "internal-error" } };
}

/** The answer to an error of our own. */
export function serviceErrorAnswer(error: ServiceError): ErrorAnswer {
  const { message, code, hint, status } = error;
  return {
    status,
    body: { error: message, code, ...(hint !== undefined && { hint }) },
  };
}
