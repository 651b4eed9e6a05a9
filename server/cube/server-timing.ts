import type { RequestHandler } from "express";

/**
 * Says in each answer how long the server worked on it, in milliseconds: what a
 * client measures beyond that is the network and itself.
 */
export function serverTiming(
  now: () => number = () => performance.now(),
): RequestHandler {
  return (_request, response, next) => {
    const start = now();
    const writeHead = response.writeHead.bind(response) as (
      ...head: unknown[]
    ) => typeof response;
    response.writeHead = (...head: unknown[]) => {
      const milliseconds = (now() - start).toFixed(1);
      response.setHeader("server-timing", `total;dur=${milliseconds}`);
      return writeHead(...head);
    };
    next();
  };
}
