import { randomUUID } from "node:crypto";
import type { RequestHandler } from "express";

/** An id that cannot break a log line or a ClickHouse query id. */
const WELL_FORMED = /^[\w.:-]{1,64}$/;

/** Every request has an id, the client's if it sent one; the answer tells it. */
export const requestId: RequestHandler = (request, response, next) => {
  const given = request.headers["x-request-id"];
  const id =
    typeof given === "string" && WELL_FORMED.test(given) ? given : randomUUID();
  request.headers["x-request-id"] = id;
  response.set("x-request-id", id);
  next();
};
