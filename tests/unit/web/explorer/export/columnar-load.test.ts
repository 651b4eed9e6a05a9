import { describe, expect, it } from "vitest";
import { columnarLoad } from "../../../../../web/src/explorer/export/columnar-load.ts";

const QUERY = { measures: ["v.sum"], dimensions: ["v.desk"], limit: 50_000 };

/** Answers one body after the other, and notes what it was asked. */
function server(...answers: { status?: number; body: unknown }[]) {
  const asked: { path: string; body: unknown }[] = [];
  const load = columnarLoad((path, { body }) => {
    asked.push({ path, body: JSON.parse(body as string) as unknown });
    const { status = 200, body: answer } = answers[asked.length - 1] ?? {};
    return Promise.resolve(
      new Response(JSON.stringify(answer), {
        status,
        headers: { "x-request-id": "r-1" },
      }),
    );
  });
  return { asked, load: () => load(QUERY, new AbortController().signal) };
}

const RESULT = {
  lastRefreshTime: "2024-01-02T00:00:00.000Z",
  total: "2",
  data: {
    members: ["v.desk", "v.sum"],
    columns: [
      ["Macro", null],
      ["1.5", null],
    ],
  },
};

describe("columnarLoad", () => {
  it("makes rows of columns, with what the answer says of itself", async () => {
    const { asked, load } = server({ body: { results: [RESULT] } });
    const answer = await load();
    expect(answer.rows).toEqual([
      { "v.desk": "Macro", "v.sum": "1.5" },
      { "v.desk": null, "v.sum": null },
    ]);
    expect(answer.total).toBe(2);
    expect(answer.refreshedAt).toBe("2024-01-02T00:00:00.000Z");
    expect(asked).toEqual([
      {
        path: "/cubejs-api/v1/load",
        body: {
          query: { ...QUERY, responseFormat: "columnar" },
          queryType: "multi",
        },
      },
    ]);
  });

  it("asks again while the server is at it", async () => {
    const waiting = { body: { error: "Continue wait" } };
    const { asked, load } = server(waiting, waiting, {
      body: { results: [RESULT] },
    });
    expect((await load()).rows).toHaveLength(2);
    expect(asked).toHaveLength(3);
  });

  it("fails with the API's words and the id of the request", async () => {
    const { load } = server({ status: 400, body: { error: "no such member" } });
    await expect(load()).rejects.toMatchObject({
      message: "no such member",
      status: 400,
      requestId: "r-1",
    });
  });
});
