import {
  HttpTransport,
  type ITransportResponse,
  type TransportOptions,
} from "@cubejs-client/core";

/** What the way of an answer is known to have cost. */
export interface Transfer {
  /** Of the body, as it was sent; undefined = the server did not say. */
  bytes: number | undefined;
  /** Milliseconds the server worked, all its "Continue wait" included. */
  serverMilliseconds: number | undefined;
  /** Under which the server's log has the request. */
  requestId: string | undefined;
}

const BAD_GATEWAY = 502;
const TOTAL = /(?:^|,)\s*total;dur=([\d.]+)/;

/** Milliseconds that a Server-Timing header gives as the total. */
export function serverTime(header: string | null): number | undefined {
  const [, duration] = TOTAL.exec(header ?? "") ?? [];
  return duration === undefined ? undefined : Number(duration);
}

/** Cube's transport for one question, which notes what its answers say of themselves. */
export class MeasuredTransport extends HttpTransport {
  transfer: Transfer = {
    bytes: undefined,
    serverMilliseconds: undefined,
    requestId: undefined,
  };

  constructor(options: Omit<TransportOptions, "headers">) {
    super(options);
  }

  override request(
    method: string,
    params: Record<string, unknown>,
  ): ITransportResponse<Response> {
    const request = super.request(method, params);
    return {
      subscribe: (callback) =>
        request.subscribe((answer, again) => {
          if (!(answer instanceof Response)) return callback(answer, again);
          this.#note(answer);
          // Cube's client would ask a proxy without a server again for ever.
          return answer.status === BAD_GATEWAY
            ? callback({ error: "the API answered with status 502" }, again)
            : callback(answer, again);
        }),
    };
  }

  #note({ headers }: Response) {
    const length = headers.get("content-length");
    const milliseconds = serverTime(headers.get("server-timing"));
    const before = this.transfer.serverMilliseconds;
    this.transfer = {
      bytes: length === null ? undefined : Number(length),
      serverMilliseconds:
        milliseconds === undefined ? before : (before ?? 0) + milliseconds,
      requestId: headers.get("x-request-id") ?? undefined,
    };
  }
}
