import type { ErrorRequestHandler, RequestHandler, Response } from "express";
import { ServiceError } from "../../base/errors.ts";
import type { Log } from "../log.ts";
import {
  describeError,
  isContinueWait,
  serviceErrorAnswer,
  warehouseUnavailable,
  type ErrorAnswer,
} from "./api-error.ts";
import type { SendMessage } from "./cube-core.ts";
import type { QueryStage } from "./query-stages.ts";

type IsUp = () => Promise<boolean>;
/** What a request waits for; undefined = nobody knows. */
type StageOf = (requestId: unknown) => QueryStage | undefined;
type Describe = (
  status: number,
  body: Record<string, unknown> & { error: string },
) => Promise<ErrorAnswer>;

type JsonObject = Record<string, unknown>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const hasError = (body: unknown): body is JsonObject & { error: string } =>
  isObject(body) && typeof body["error"] === "string";

/** Milliseconds after which, again and again, a request asks whether it waits for nothing. */
const PATIENCE = 2500;

/**
 * Gives each error that Cube answers over HTTP its code, hint and status, and
 * answers in Cube's place when the warehouse is away: Cube would wait on. While
 * the warehouse is only busy, Cube's "Continue wait" stands.
 */
export function errorResponses(isUp: IsUp, stageOf: StageOf): RequestHandler {
  const describe: Describe = async (status, original) => {
    const { status: described, body } = await describeError(
      status,
      original,
      isUp,
    );
    return {
      status: described,
      body: isContinueWait(body)
        ? { ...body, ...stageOf(body["requestId"]) }
        : body,
    };
  };
  return (_request, response, next) => {
    const json = response.json.bind(response);
    const watch = setInterval(() => {
      void isUp().then((up) => {
        if (up || response.headersSent) return;
        const { status, body } = warehouseUnavailable("no answer yet");
        json.call(response.status(status), body);
      });
    }, PATIENCE);
    response.once("close", () => clearInterval(watch));
    response.json = (body: unknown) => {
      const send = ({ status, body: described }: ErrorAnswer) => {
        if (!response.headersSent)
          json.call(response.status(status), described);
      };
      if (hasError(body) && !("code" in body)) {
        void describe(response.statusCode, body).then(send);
      } else if (isObject(body) && Array.isArray(body["errors"])) {
        void describeGraphQl(response, body, describe).then(send);
      } else {
        return json(body);
      }
      return response;
    };
    next();
  };
}

/** GraphQL carries its errors in a list, the code in their `extensions`. */
async function describeGraphQl(
  response: Response,
  body: JsonObject,
  describe: Describe,
): Promise<ErrorAnswer> {
  const errors = (body["errors"] as unknown[]).filter(isObject);
  const answers = await Promise.all(
    errors.map((error) =>
      describe(response.statusCode, { error: String(error["message"]) }),
    ),
  );
  const described = answers.map(({ body: { code, hint } }, index) => ({
    ...errors[index],
    extensions: { code, hint },
  }));
  return {
    status: answers[0]?.status ?? response.statusCode,
    body: { ...body, errors: described } as unknown as ErrorAnswer["body"],
  };
}

/** The same for messages of a WebSocket. */
export function describedMessages(send: SendMessage, isUp: IsUp): SendMessage {
  return async (connectionId, message) => {
    if (!hasError(message.message)) return send(connectionId, message);
    const { status, body } = await describeError(
      message.status ?? 500,
      message.message,
      isUp,
    );
    return send(connectionId, { ...message, status, message: body });
  };
}

interface BodyError extends Error {
  type?: string;
  status?: number;
}

/** Answers what a middleware of ours threw, or the parser of the body. */
export function errorHandler(log: Log): ErrorRequestHandler {
  return (error: BodyError, _request, response, next) => {
    // Cube's handler has answered already, or the watch has in its place;
    // Express would close the connection.
    if (response.writableEnded) return;
    if (response.headersSent) {
      next(error);
      return;
    }
    const { status, body } = serviceErrorAnswer(toServiceError(error, log));
    response.status(status).json(body);
  };
}

function toServiceError(error: BodyError, log: Log): ServiceError {
  if (error instanceof ServiceError) return error;
  if (error.type === "entity.parse.failed") {
    return new ServiceError(
      "malformed-json",
      `the body is not JSON: ${error.message}`,
      { status: 400, hint: 'send {"query": {…}} as application/json' },
    );
  }
  if (error.type === "entity.too.large") {
    return new ServiceError("body-too-large", "the body is too large", {
      status: 413,
      hint: "CUBEJS_MAX_REQUEST_SIZE sets the limit",
    });
  }
  if (error.status !== undefined && error.status < 500) {
    return new ServiceError("bad-request", error.message, {
      status: error.status,
    });
  }
  log.error("request failed", { error: error.stack ?? error.message });
  return new ServiceError("internal-error", "the server failed", {
    status: 500,
    hint: "the log has the details under the request's id",
  });
}
