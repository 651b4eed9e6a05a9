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
  closePortal,
  closeStatement,
  describePortal,
  describeStatement,
  execute,
  flush,
  message,
  parse,
  query,
  shown,
  sync,
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

describe("extended query", () => {
  it("answers messages that come at once, in order", async () => {
    expect(
      await exchange(
        parse("SELECT $1 ROWS", "s", [23]),
        describeStatement("s"),
        bind({ statement: "s", values: [Buffer.from("2")] }),
        describePortal(),
        execute(),
        bind({ statement: "s", values: [Buffer.from("0")], portal: "p" }),
        execute("p"),
        closePortal("p"),
        closeStatement("s"),
        sync,
      ),
    ).toEqual([
      "1",
      "t 23",
      COLUMNS,
      "2",
      COLUMNS,
      "D 1|row 1",
      "D 2|row 2",
      "C SELECT 2",
      "2",
      "C SELECT 0",
      "3",
      "3",
      "Z I",
    ]);
  });

  it("passes parameters and formats on as they came", async () => {
    const values = [Buffer.from("é"), null, Buffer.from([1, 127])];
    expect(
      await exchange(
        parse("ECHO 3"),
        bind({ values, formats: [0, 0, 1] }),
        execute(),
        sync,
      ),
    ).toContain("D text:Ã©|null|binary:017f");
    expect(
      await exchange(
        parse("SELECT 1 ROWS"),
        bind({ resultFormats: [1, 0] }),
        describePortal(),
        execute(),
        sync,
      ),
    ).toEqual([
      "1",
      "2",
      "T n:23:1 label:25:0",
      "D \0\0\0\u0001|row 1",
      "C SELECT 1",
      "Z I",
    ]);
  });

  it("answers a Flush without waiting for Sync", async () => {
    client.send(parse("SELECT 1 ROWS"), describeStatement(), flush);
    expect((await client.readTo("T")).map(shown)).toEqual(["1", "t", COLUMNS]);
    expect(await exchange(sync)).toEqual(["Z I"]);
  });

  it("describes what gives no rows by NoData, and executes nothing at all", async () => {
    expect(
      await exchange(
        parse(""),
        describeStatement(),
        bind(),
        describePortal(),
        execute(),
        sync,
      ),
    ).toEqual(["1", "t", "n", "2", "n", "I", "Z I"]);
  });

  it("gives rows in portions and goes on in each of several portals", async () => {
    await begin();
    expect(
      await exchange(
        parse("SELECT 5 ROWS", "s"),
        bind({ statement: "s", portal: "a" }),
        bind({ statement: "s", portal: "b" }),
        execute("a", 2),
        execute("b", 1),
        execute("a", 2),
        sync,
        execute("a", 2),
        execute("b"),
        execute("b"),
        sync,
      ),
    ).toEqual([
      ...["1", "2", "2"],
      ...["D 1|row 1", "D 2|row 2", "s"],
      ...["D 1|row 1", "s"],
      ...["D 3|row 3", "D 4|row 4", "s"],
      "Z T",
    ]);
    expect((await client.readTo("Z")).map(shown)).toEqual([
      ...["D 5|row 5", "C SELECT 1"],
      ...[2, 3, 4, 5].map((n) => `D ${n}|row ${n}`),
      "C SELECT 4",
      "C SELECT 0",
      "Z T",
    ]);
  });

  it("says that a portal is suspended when it cannot know that it was read", async () => {
    await begin();
    expect(
      await exchange(
        parse("SELECT 2 ROWS"),
        bind(),
        execute("", 2),
        execute("", 2),
        sync,
      ),
    ).toEqual(["1", "2", "D 1|row 1", "D 2|row 2", "s", "C SELECT 0", "Z T"]);
  });

  it("does not run a statement without rows twice", async () => {
    expect(
      await exchange(
        parse("NOTICE once"),
        bind({ portal: "p" }),
        execute("p"),
        execute("p"),
        sync,
      ),
    ).toEqual([
      ...["1", "2", "N 00000 NOTICE once", "C NOTICE"],
      'E 55000 ERROR portal "p" cannot be run again',
      "Z I",
    ]);
  });

  it("passes over everything after an error, up to Sync", async () => {
    expect(
      await exchange(
        parse("FAIL 22012"),
        bind(),
        execute(),
        query("NOTICE never"),
        message("P", Buffer.from("malformed")),
        sync,
        query("NOTICE then"),
      ),
    ).toEqual(["E 22012 ERROR the toy fails as it was told", "Z I"]);
    expect((await client.readTo("Z")).map(shown)).toEqual([
      "N 00000 NOTICE then",
      "C NOTICE",
      "Z I",
    ]);
  });

  it("ends portals at Sync, outside of a transaction", async () => {
    await exchange(
      parse("SELECT 9 ROWS", "s"),
      bind({ statement: "s", portal: "p" }),
      execute("p", 1),
      sync,
    );
    expect(server.activity.reading).toBe(0);
    expect(await exchange(execute("p"), sync)).toEqual([
      'E 34000 ERROR portal "p" does not exist',
      "Z I",
    ]);
    expect(await exchange(describeStatement("s"), sync)).toContain(COLUMNS);
  });

  it.each(["COMMIT", "ROLLBACK"])("ends portals at %s", async (end) => {
    await begin();
    await exchange(
      parse("SELECT 9 ROWS"),
      bind({ portal: "p" }),
      execute("p", 1),
      sync,
    );
    expect(server.activity.reading).toBe(1);
    await exchange(query(`${end}; BEGIN`));
    expect(server.activity.reading).toBe(0);
    expect(await exchange(execute("p"), sync)).toContain(
      'E 34000 ERROR portal "p" does not exist',
    );
  });

  it("goes on with no portal in a transaction that has failed", async () => {
    await begin();
    await exchange(
      parse("SELECT 9 ROWS"),
      bind({ portal: "p" }),
      execute("p", 1),
      sync,
    );
    await exchange(query("FAIL 22012"));
    expect((await exchange(execute("p"), sync))[0]).toMatch(/^E 25P02/);
    await exchange(query("ROLLBACK"));
    expect(server.activity.reading).toBe(0);
  });

  it("drops the unnamed statement and portal at a simple query", async () => {
    await begin();
    await exchange(parse("SELECT 9 ROWS"), bind(), execute("", 1), sync);
    await exchange(query("NOTICE x"));
    expect(server.activity.reading).toBe(0);
    expect(await exchange(execute(), sync)).toContain(
      'E 34000 ERROR portal "" does not exist',
    );
    expect(await exchange(bind(), sync)).toEqual([
      "E 26000 ERROR unnamed prepared statement does not exist",
      "Z E",
    ]);
  });

  it("describes a SQL cursor as a portal", async () => {
    await exchange(query("DECLARE c"));
    expect(await exchange(describePortal("c"), sync)).toEqual([COLUMNS, "Z I"]);
  });

  it("lets SQL drop statements and portals", async () => {
    await exchange(
      parse("NOTICE a", "a"),
      parse("NOTICE b", "b"),
      query("DEALLOCATE a"),
    );
    const missing = 'E 26000 ERROR prepared statement "a" does not exist';
    expect(await exchange(describeStatement("a"), sync)).toContain(missing);
    expect(await exchange(describeStatement("b"), sync)).toContain("n");
    await begin();
    await exchange(
      parse("SELECT 9 ROWS"),
      bind({ portal: "p" }),
      execute("p", 1),
      sync,
    );
    expect(
      await exchange(
        parse("DISCARD ALL"),
        bind({ portal: "d" }),
        execute("d"),
        sync,
      ),
    ).toContain("C DISCARD ALL");
    expect(server.activity.reading).toBe(0);
    expect(await exchange(parse("NOTICE c", "b"), sync)).toContain("1");
  });
});
