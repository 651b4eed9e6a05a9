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
  describeStatement,
  execute,
  message,
  parse,
  query,
  sync,
  WireClient,
} from "../support/sql-wire.ts";

const MEGABYTE = 1024 * 1024;

let server: ToyServer;
let client: WireClient;

beforeAll(async () => {
  server = await startToyServer({
    limits: {
      session: { statements: 4, portals: 3, heldBytes: 2 * MEGABYTE },
    },
  });
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

describe("the extended protocol", () => {
  it.each([
    [
      "a Bind of an unknown statement",
      [bind({ statement: "x" })],
      '26000 ERROR prepared statement "x" does not exist',
    ],
    [
      "a Describe of an unknown statement",
      [describeStatement("x")],
      '26000 ERROR prepared statement "x" does not exist',
    ],
    [
      "an Execute of an unknown portal",
      [execute("x")],
      '34000 ERROR portal "x" does not exist',
    ],
    [
      "a second statement of a name",
      [parse("NOTICE a", "s"), parse("NOTICE b", "s")],
      '42P05 ERROR prepared statement "s" already exists',
    ],
    [
      "a second portal of a name",
      [parse("NOTICE a"), bind({ portal: "p" }), bind({ portal: "p" })],
      '42P03 ERROR portal "p" already exists',
    ],
    [
      "too few parameters",
      [parse("ECHO 2", "s"), bind({ statement: "s", values: [null] })],
      '08P01 ERROR bind message supplies 1 parameters, but prepared statement "s" requires 2',
    ],
    [
      "formats of some parameters only",
      [parse("ECHO 3"), bind({ values: [null, null, null], formats: [0, 0] })],
      "08P01 ERROR bind message has 2 parameter formats but 3 parameters",
    ],
    [
      "formats of more columns than there are",
      [parse("SELECT 1 ROWS"), bind({ resultFormats: [0, 0, 0] })],
      "08P01 ERROR bind message has 3 result formats but query has 2 columns",
    ],
    [
      "several statements",
      [parse("NOTICE a; NOTICE b")],
      "42601 ERROR cannot insert multiple commands into a prepared statement",
    ],
    [
      "a malformed message",
      [message("E", Buffer.from("no end"))],
      "08P01 ERROR invalid string in message",
    ],
  ])("refuses %s", async (_, messages, error) => {
    const answers = await exchange(...messages, sync);
    expect(answers.slice(-2)).toEqual([`E ${error}`, "Z I"]);
    expect(await exchange(query("NOTICE on"))).toContain("C NOTICE");
  });

  it("closes names that do not exist", async () => {
    expect(await exchange(closeStatement("x"), closePortal("y"), sync)).toEqual(
      ["3", "3", "Z I"],
    );
  });

  it("limits statements and portals, and makes room when some are closed", async () => {
    for (const name of ["a", "b", "c", "d"]) {
      await exchange(parse("SELECT 1 ROWS", name), sync);
    }
    const tooMany = "E 53400 ERROR a session has at most 4 prepared statements";
    expect(await exchange(parse("SELECT 1 ROWS", "e"), sync)).toContain(
      tooMany,
    );
    expect(
      await exchange(closeStatement("a"), parse("SELECT 1 ROWS", "e"), sync),
    ).toEqual(["3", "1", "Z I"]);
    const portals = ["p", "q", "r", "s"].map((portal) =>
      bind({ statement: "b", portal }),
    );
    expect(await exchange(...portals, sync)).toEqual([
      ...["2", "2", "2"],
      "E 53400 ERROR a session has at most 3 portals",
      "Z I",
    ]);
  });

  it("limits what statements and portals hold", async () => {
    const held = /^E 53400 ERROR a session holds at most 2097152 bytes/;
    const values = [Buffer.alloc(MEGABYTE, "x")];
    const binds = ["p", "q"].map((portal) => bind({ portal, values }));
    await begin();
    const answers = await exchange(parse("ECHO 1"), ...binds, sync);
    expect(answers.slice(0, 2)).toEqual(["1", "2"]);
    expect(answers[2]).toMatch(held);
    await exchange(query("ROLLBACK"));
    // 1,000 rows of 3,000 bytes come in one portion, which has to wait.
    const suspended = await exchange(
      parse("SELECT 1000 ROWS OF 3000"),
      bind(),
      execute("", 1),
      sync,
    );
    expect(suspended.at(-2)).toMatch(held);
    expect(server.activity.reading).toBe(0);
    expect(
      (await exchange(parse(" ".repeat(1.5 * MEGABYTE), "s"), sync))[0],
    ).toMatch(held);
    expect(await exchange(parse("NOTICE a", "s"), sync)).toEqual(["1", "Z I"]);
  });
});
