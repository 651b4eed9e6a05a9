import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { createClient } from "../../../../web/src/api/client.ts";
import type { Row } from "../../../../web/src/sql/result.ts";
import { streamStatement } from "../../../../web/src/sql/stream.ts";

const closings: (() => void)[] = [];
afterEach(() => closings.splice(0).forEach((close) => close()));

/** An API that answers as told. @returns its address */
async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  closings.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Answers with pieces that need not end where lines or characters do. */
const inPieces =
  (...pieces: (string | Buffer)[]): RequestListener =>
  (_request, response) => {
    void (async () => {
      for (const piece of pieces) {
        response.write(piece);
        await sleep(10);
      }
      response.end();
    })();
  };

async function read(url: string, token = "") {
  const batches: Row[][] = [];
  let columns: unknown;
  await streamStatement(
    createClient(token, url).fetch,
    "SELECT 1",
    {
      onColumns: (given) => (columns = given),
      onRows: (rows) => batches.push(rows),
    },
    new AbortController().signal,
  );
  return { columns, batches };
}

const SCHEMA = '{"schema":[{"name":"desk","column_type":"String"}]}\n';

describe("streamStatement", () => {
  it("reads lines and characters that are cut in two", async () => {
    const rows = Buffer.from('{"data":[["Zürich"],[null]]}\n');
    const middle = rows.indexOf("ü") + 1;
    const url = await serve(
      inPieces(
        SCHEMA.slice(0, 20),
        SCHEMA.slice(20),
        rows.subarray(0, middle),
        rows.subarray(middle),
      ),
    );
    expect(await read(url)).toEqual({
      columns: [{ name: "desk", type: "String" }],
      batches: [[["Zürich"], [null]]],
    });
  });

  it("takes a last line without its end, and no rows at all", async () => {
    const open = await serve(inPieces(`${SCHEMA}{"data":[["Macro"]]}`));
    expect((await read(open)).batches).toEqual([[["Macro"]]]);
    const none = await serve(inPieces(`${SCHEMA}{"data":[]}\n`));
    expect((await read(none)).batches).toEqual([]);
  });

  it("sends the statement, and the token where there is one", async () => {
    const seen: unknown[] = [];
    const url = await serve((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        seen.push(request.url, JSON.parse(body), request.headers.authorization);
        response.end(SCHEMA);
      });
    });
    await read(url, "secret");
    await read(url);
    const body = { query: "SELECT 1" };
    expect(seen).toEqual([
      "/cubejs-api/v1/cubesql",
      body,
      "secret",
      "/cubejs-api/v1/cubesql",
      body,
      undefined,
    ]);
  });

  it("throws what the server says of a failure", async () => {
    const url = await serve((_request, response) => {
      response.statusCode = 400;
      response.end(
        '{"error":"no such column","sqlState":"42703","position":8,"hint":"look","requestId":"r-1"}',
      );
    });
    await expect(read(url)).rejects.toMatchObject({
      message: "no such column",
      status: 400,
      sqlState: "42703",
      position: 8,
      hint: "look",
      requestId: "r-1",
    });
  });

  it("throws what failed after rows were sent", async () => {
    const url = await serve(
      inPieces(SCHEMA, '{"data":[["a"]]}\n', '{"error":"broken off"}\n'),
    );
    await expect(read(url)).rejects.toThrow("broken off");
  });

  it("does not take half a row for an answer", async () => {
    const url = await serve(inPieces(SCHEMA, '{"data":[["a'));
    await expect(read(url)).rejects.toThrow("in the middle of a row");
  });

  it("names the status where a proxy answers with a page", async () => {
    const url = await serve((_request, response) => {
      response.statusCode = 502;
      response.end("<html>");
    });
    await expect(read(url)).rejects.toThrow("status 502");
  });

  it("says when nobody answers", async () => {
    const url = await serve(() => undefined);
    closings.splice(0).forEach((close) => close());
    await expect(read(url)).rejects.toThrow("the API did not answer");
  });

  it("ends at once when aborted, and the server notices", async () => {
    const gone = new AbortController();
    let closed: Promise<unknown> | undefined;
    const url = await serve((_request, response) => {
      closed = once(response, "close");
      response.write(`${SCHEMA}{"data":[["a"]]}\n`);
    });
    const reading = streamStatement(
      createClient("", url).fetch,
      "SELECT 1",
      { onColumns: () => undefined, onRows: () => gone.abort("enough") },
      gone.signal,
    );
    await expect(reading).rejects.toBe("enough");
    await closed;
  });
});
