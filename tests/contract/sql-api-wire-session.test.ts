import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
} from "vitest";
import { startToyServer, type ToyServer } from "../support/sql-server.ts";
import {
  bind,
  execute,
  fields,
  message,
  parse,
  query,
  sync,
  terminate,
  WireClient,
} from "../support/sql-wire.ts";

const COLUMNS = "T n:23:0 label:25:0";

let server: ToyServer;
let client: WireClient;

beforeAll(async () => {
  server = await startToyServer();
});

afterAll(() => server.stop());

beforeEach(async () => {
  ({ client } = await WireClient.session(server.port));
});

afterEach(() => client.close());

const exchange = (...messages: Buffer[]) => client.exchange(...messages);
const begin = async () => {
  expect(await exchange(query("BEGIN"))).toEqual(["C BEGIN", "Z T"]);
};

describe("simple query", () => {
  it("describes, gives and counts rows", async () => {
    expect(await exchange(query("SELECT 2 ROWS"))).toEqual([
      COLUMNS,
      "D 1|row 1",
      "D 2|row 2",
      "C SELECT 2",
      "Z I",
    ]);
  });

  it.each(["", "  ;  ", ";;"])("answers %j as empty", async (text) => {
    expect(await exchange(query(text))).toEqual(["I", "Z I"]);
  });

  it("runs statements up to the first that fails", async () => {
    const text = "NOTICE one; SELECT 1 ROWS; FAIL 22012; NOTICE never";
    expect(await exchange(query(text))).toEqual([
      "N 00000 NOTICE one",
      "C NOTICE",
      COLUMNS,
      "D 1|row 1",
      "C SELECT 1",
      "E 22012 ERROR the toy fails as it was told",
      "Z I",
    ]);
  });

  it("counts an error's place from the begin of the query, in characters", async () => {
    client.send(query("NOTICE 👍; FAIL 42601 at 6"));
    const error = (await client.readTo("Z")).find(({ type }) => type === "E");
    // "NOTICE 👍; " has ten characters, and eleven UTF-16 units.
    expect(fields(error!)).toEqual({
      S: "ERROR",
      V: "ERROR",
      C: "42601",
      M: "the toy fails as it was told",
      D: "a detail",
      H: "a hint",
      P: "16",
    });
  });

  it("says that an error came after rows", async () => {
    expect(await exchange(query("FAIL LATE"))).toEqual([
      COLUMNS,
      "D 1|NULL",
      "D 2|NULL",
      "E 22012 ERROR division by zero",
      "Z I",
    ]);
  });

  it("refuses parameters", async () => {
    expect(await exchange(query("ECHO 1"))).toEqual([
      "E 42P02 ERROR there is no parameter $1",
      "Z I",
    ]);
  });

  it("tells nothing of a defect but logs its stack", async () => {
    server.lines.length = 0;
    expect(await exchange(query("CRASH"))).toEqual([
      "E XX000 ERROR internal error",
      "Z I",
    ]);
    expect(server.lines.join("")).toMatch(/the toy's secret.*sql-toy\.ts/);
    expect(await exchange(query("SELECT 0 ROWS"))).toContain("C SELECT 0");
  });

  it("reports parameters that have changed before it is ready", async () => {
    expect(await exchange(query("SET TimeZone UTC"))).toEqual([
      "C SET",
      "S TimeZone=UTC",
      "Z I",
    ]);
  });

  it("refuses text that is not UTF-8 and goes on", async () => {
    expect(
      await exchange(message("Q", Buffer.from([0x53, 0xff, 0x00]))),
    ).toEqual([
      'E 22021 ERROR invalid byte sequence for encoding "UTF8"',
      "Z I",
    ]);
  });

  it("refuses function calls and passes over data of a copy", async () => {
    expect(await exchange(message("F", Buffer.alloc(8)))).toEqual([
      "E 0A000 ERROR function calls are not supported",
      "Z I",
    ]);
    expect(
      await exchange(message("d", Buffer.alloc(8)), message("c"), sync),
    ).toEqual(["Z I"]);
  });

  it("follows the state of the transaction", async () => {
    await begin();
    expect(await exchange(query("FAIL 22012"))).toContain("Z E");
    expect(await exchange(query("SELECT 1 ROWS"))).toEqual([
      "E 25P02 ERROR current transaction is aborted",
      "Z E",
    ]);
    expect(await exchange(query("ROLLBACK"))).toEqual(["C ROLLBACK", "Z I"]);
  });
});

describe("the end of a session", () => {
  it("closes at Terminate", async () => {
    const { closed } = server.activity;
    client.send(terminate);
    expect(await client.rest()).toEqual([]);
    await expect.poll(() => server.activity.closed).toBe(closed + 1);
  });

  it("stops reading rows when the client goes away in a transaction", async () => {
    await begin();
    await exchange(
      parse("SELECT 9 ROWS"),
      bind({ portal: "p" }),
      execute("p", 1),
      sync,
    );
    expect(server.activity.reading).toBe(1);
    await client.close();
    await expect.poll(() => server.activity.reading).toBe(0);
  });

  it("stops a statement at work when the client goes away", async () => {
    client.send(query("WAIT"));
    await expect.poll(() => server.activity.reading).toBe(1);
    await client.close();
    await expect.poll(() => server.activity.reading).toBe(0);
  });
});
