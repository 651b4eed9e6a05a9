import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
} from "vitest";
import { below, stream } from "../../generator/random.ts";
import { PlainPostgres } from "../support/sql-plain-postgres.ts";
import {
  type PostgresServer,
  startPostgresServer,
} from "../support/sql-postgres-server.ts";
import { cancelStatement, sqlClient, sqlError } from "../support/sql-stack.ts";
import {
  bind,
  closePortal,
  describePortal,
  execute,
  fields,
  parse,
  query,
  startUpMessage,
  sync,
  WireClient,
} from "../support/sql-wire.ts";

let server: PostgresServer;
let plain: PlainPostgres;
let client: WireClient;

beforeAll(async () => {
  [server, plain] = await Promise.all([
    startPostgresServer(),
    PlainPostgres.start(),
  ]);
});
afterAll(async () => {
  await plain?.close();
  await server?.stop();
});

beforeEach(async () => {
  client = await WireClient.connect(server.sqlPort);
  client.send(startUpMessage());
  await client.readTo("Z");
});
afterEach(async () => {
  await client.close();
  await plain.exchange(query("ROLLBACK"), query("CLOSE ALL"));
});

/** What Postgres itself answers, which is what we have to answer. */
async function same(...messages: Buffer[]): Promise<string[]> {
  const [expected, answer] = await Promise.all([
    plain.exchange(...messages),
    client.exchange(...messages),
  ]);
  expect(answer).toEqual(expected);
  return answer;
}

const rows = (count: number) =>
  `SELECT n, 'row ' || n AS label FROM generate_series(1, ${count}) AS n`;

/** A FETCH or MOVE of any kind. */
function movement(random: () => number): string {
  const count = below(random, 9) - 3;
  const kinds = [
    "NEXT",
    "PRIOR",
    "FIRST",
    "LAST",
    `ABSOLUTE ${count}`,
    `RELATIVE ${count}`,
    String(count),
    "ALL",
    `FORWARD ${count}`,
    "FORWARD ALL",
    `BACKWARD ${count}`,
    "BACKWARD ALL",
    "BACKWARD",
  ];
  const verb = random() < 0.3 ? "MOVE" : "FETCH";
  return `${verb} ${kinds[below(random, kinds.length)]!} FROM c`;
}

describe("a cursor", () => {
  it.each(["SCROLL", "NO SCROLL", "BINARY SCROLL"])(
    "that is %s moves as one of Postgres",
    { timeout: 120_000 },
    async (options) => {
      const random = stream("movements", options);
      for (const count of [0, 1, 2, 7]) {
        for (let program = 0; program < 12; program++) {
          await same(query("BEGIN"));
          await same(query(`DECLARE c ${options} CURSOR FOR ${rows(count)}`));
          for (let step = 0; step < 12; step++) {
            const answer = await same(query(movement(random)));
            if (answer.at(-1) === "Z E") break;
          }
          await same(query("ROLLBACK"));
        }
      }
    },
  );
});

describe("portals and cursors", () => {
  const bound = (portal: string, count = 7) => [
    parse(rows(count), "s"),
    bind({ portal, statement: "s" }),
  ];

  beforeEach(async () => {
    await same(query("BEGIN"));
  });
  afterEach(() => plain.exchange(query("ROLLBACK; DEALLOCATE ALL")));

  it("share names: SQL reads a portal where Execute is, and Execute goes on", async () => {
    await same(...bound("p"), execute("p", 2), sync);
    await same(query("FETCH 1 FROM p"));
    await same(query("MOVE 2 FROM p"));
    await same(query("FETCH RELATIVE 1 FROM p"));
    await same(execute("p", 5), sync);
    expect(await same(query("FETCH ALL FROM p"))).toContain("C FETCH 0");
    await same(query("CLOSE p"));
    expect((await same(execute("p"), sync))[0]).toMatch(/^E 34000/);
  });

  it("share names: MOVE may be the first that reads a portal", async () => {
    await same(...bound("p"), describePortal("p"), sync);
    await same(query("MOVE FORWARD 3 FROM p"));
    expect(await same(execute("p", 2), sync)).toContain("D 4|row 4");
  });

  it("share names: the protocol describes, executes and closes a cursor", async () => {
    await same(query(`DECLARE c SCROLL CURSOR FOR ${rows(7)}`));
    await same(describePortal("c"), execute("c", 2), sync);
    await same(query("FETCH PRIOR FROM c"));
    await same(execute("c", 3), sync);
    await same(execute("c"), sync);
    await same(execute("c"), sync);
    await same(closePortal("c"), sync);
    expect((await same(query("FETCH c")))[0]).toMatch(/^E 34000/);
  });

  it.each([
    [
      "Bind",
      () => [query(`DECLARE x CURSOR FOR ${rows(1)}`)],
      () => [...bound("x"), sync],
    ],
    [
      "DECLARE",
      () => [...bound("x"), sync],
      () => [query(`DECLARE x CURSOR FOR ${rows(1)}`)],
    ],
  ])(
    "share names: %s does not take one that is taken",
    async (_, first, second) => {
      await same(...first());
      expect((await same(...second())).join()).toMatch(
        /E 42P03 ERROR cursor "x" already exists/,
      );
    },
  );

  it("read each other, but not themselves", async () => {
    await same(query(`DECLARE c CURSOR FOR ${rows(9)}`));
    await same(
      parse("FETCH 5 FROM c", "f"),
      bind({ portal: "f", statement: "f" }),
      execute("f", 2),
      sync,
    );
    // The portal has its five rows, of which it was asked for two.
    expect(await same(query("FETCH 1 FROM c"))).toContain("D 6|row 6");
    expect(await same(execute("f"), sync)).toContain("D 5|row 5");
    expect(await same(query("FETCH 1 FROM c"))).toContain("D 7|row 7");
    await same(
      bind({ portal: "g", statement: "f" }),
      execute("g", 1),
      closePortal("g"),
      sync,
    );
    expect(await same(query("FETCH 1 FROM c"))).toContain("C FETCH 0");
  });

  it("give binary values where Bind wants them", async () => {
    await same(query(`DECLARE c CURSOR FOR ${rows(3)}`));
    await same(
      parse("FETCH 2 FROM c"),
      bind({ resultFormats: [1] }),
      describePortal(),
      execute(),
      sync,
    );
    await client.exchange(query("ROLLBACK"));
    await client.exchange(
      query("BEGIN"),
      query(`DECLARE c CURSOR FOR ${rows(3)}`),
    );
  });
});

describe("DECLARE", () => {
  it.each([
    ['"cursor for"', "BINARY", "CURSOR"],
    ['"a ""for"" b"', "", "CURSOR /* for */ -- for"],
    ["été", "/* cursor for */", "CURSOR WITHOUT HOLD"],
    ['U&"\\0066or"', "NO SCROLL", "CURSOR"],
  ])(
    "knows where its SELECT begins: %s %s %s",
    async (name, options, cursor) => {
      await same(query("BEGIN"));
      await same(query(`DECLARE ${name} ${options} ${cursor}\nFOR ${rows(2)}`));
      expect(await same(query(`FETCH ALL FROM ${name}`))).toContain(
        "C FETCH 2",
      );
    },
  );

  it("names the place of what is wrong in its SELECT", async () => {
    const text = `DECLARE "für" CURSOR WITH HOLD FOR SELECT 1, nope`;
    client.send(query(text));
    const [error] = await client.readTo("Z");
    expect(fields(error!)).toMatchObject({
      C: "42703",
      P: String(text.indexOf("nope") + 1),
    });
  });
});

describe("a cursor that keeps too many rows", () => {
  const large = (scroll: string) =>
    `DECLARE c ${scroll} CURSOR WITH HOLD FOR SELECT repeat('x', 1000000) FROM generate_series(1, 80)`;

  it("ends with 54000, and reads them all without SCROLL", async () => {
    await client.exchange(query(large("SCROLL")));
    const [error] = await client.exchange(query("MOVE LAST FROM c"));
    expect(error).toMatch(
      /^E 54000 ERROR the cursors of a session keep at most/,
    );
    expect((await client.exchange(query("FETCH c")))[0]).toMatch(/^E 34000/);
    await client.exchange(query(large("NO SCROLL")));
    expect(await client.exchange(query("MOVE ALL FROM c"))).toContain(
      "C MOVE 80",
    );
  });
});

it("a FETCH that is canceled ends its cursor, and nothing that comes after it", async () => {
  const session = await sqlClient(server);
  await session.query(
    "DECLARE c CURSOR WITH HOLD FOR SELECT count(*) FROM generate_series(1, 1000000000000)",
  );
  const fetched = sqlError(session.query("FETCH 1 FROM c"));
  const next = sqlError(session.query("FETCH 1 FROM c"));
  await new Promise((resolve) => setTimeout(resolve, 300));
  await cancelStatement(server, session);
  expect(await fetched).toMatchObject({ code: "57014" });
  expect(await next).toMatchObject({ code: "34000" });
  expect((await session.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
  await session.end();
});
