import pg from "pg";
import { describe, expect, it } from "vitest";
import { addressOf, textOfAddress } from "../../../../web/src/sql/address.ts";
import {
  connectionStrings,
  readConnection,
  type SqlConnection,
} from "../../../../web/src/sql/connection-strings.ts";
import {
  forget,
  readHistory,
  remember,
} from "../../../../web/src/sql/statement-history.ts";

const PAGE = "https://trades.example.com/sql?theme=dark";

describe("addressOf", () => {
  it.each([
    "SELECT 1",
    "SELECT 'a & b' || '#?=%+ ü🙂'\n-- two lines",
    "SELECT '%41'",
  ])("carries %j there and back", (text) => {
    const { href, fits } = addressOf(text, PAGE);
    const { search, searchParams } = new URL(href);
    expect(fits).toBe(true);
    expect(textOfAddress(search)).toBe(text);
    expect(searchParams.get("theme")).toBe("dark");
  });

  it("leaves a long text out, and never grows beyond 2,000 characters", () => {
    for (const length of [100, 1_900, 1_950, 2_000, 50_000]) {
      const { href, fits } = addressOf("x".repeat(length), PAGE);
      expect(href.length).toBeLessThanOrEqual(2_000);
      expect(textOfAddress(new URL(href).search) !== undefined).toBe(fits);
    }
  });

  it("drops the text of before with an empty editor", () => {
    const { href } = addressOf("SELECT 1", PAGE);
    expect(addressOf("  \n", href).href).toBe(PAGE);
  });
});

describe("statement history", () => {
  const store = () => {
    const items = new Map<string, string>();
    return {
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, value: string) => void items.set(key, value),
      removeItem: (key: string) => void items.delete(key),
    };
  };
  const past = (text: string) => ({ text, at: 1, rows: 2 });

  it("puts the newest first, each once, and keeps a hundred", () => {
    const kept = store();
    for (let number = 0; number < 150; number++) {
      remember(kept, past(`SELECT ${number}`));
    }
    remember(kept, past("SELECT 120"));
    const texts = readHistory(kept).map(({ text }) => text);
    expect(texts).toHaveLength(100);
    expect(texts.slice(0, 2)).toEqual(["SELECT 120", "SELECT 149"]);
    expect(new Set(texts).size).toBe(100);
    expect(forget(kept)).toEqual([]);
    expect(readHistory(kept)).toEqual([]);
  });

  it("does not break on what else lies in the storage", () => {
    for (const value of ["{", "7", '[1, {"text": 2}]']) {
      const kept = store();
      kept.setItem("lookthrough.sql.history", value);
      expect(readHistory(kept)).toEqual([]);
    }
  });

  it("works where storage is full", () => {
    const full = {
      ...store(),
      setItem() {
        throw new Error("QuotaExceededError");
      },
    };
    expect(remember(full, past("SELECT 1"))).toEqual([past("SELECT 1")]);
  });
});

describe("connectionStrings", () => {
  const OPEN: SqlConnection = {
    port: 15432,
    database: "lookthrough",
    tls: false,
    login: "none",
  };
  const byTool = (connection: SqlConnection, host: string) =>
    Object.fromEntries(
      connectionStrings(connection, host).map(({ tool, text }) => [tool, text]),
    );

  it("connects in development as the documentation says", () => {
    const { psql } = byTool(OPEN, "127.0.0.1");
    expect(psql).toBe('psql "host=127.0.0.1 port=15432 dbname=lookthrough"');
  });

  it("gives addresses that a client of Postgres reads", () => {
    const client = (login: SqlConnection["login"], host: string) =>
      new pg.Client(byTool({ ...OPEN, login }, host)["URL"]);
    const { host, port, database, user, password } = client(
      "token",
      "trades.example.com",
    );
    expect({ host, port, database, user, password }).toEqual({
      host: "trades.example.com",
      port: 15432,
      database: "lookthrough",
      user: "token",
      password: "TOKEN",
    });
    expect(client("none", "[::1]").port).toBe(15432);
    expect(byTool(OPEN, "[::1]")["psql"]).toContain("host=::1 ");
  });

  it("asks for a login and for TLS in every one of them", () => {
    const secured = { ...OPEN, tls: true, login: "user" as const };
    for (const { tool, text } of connectionStrings(secured, "h")) {
      expect(text, tool).toContain("USER");
      expect(text, tool).toContain("PASSWORD");
      expect(text, tool).toMatch(/sslmode=require/i);
    }
  });
});

describe("readConnection", () => {
  it("tells a server without a SQL API from one that says nothing", () => {
    expect(readConnection({ sqlApi: null })).toBeNull();
    expect(readConnection({ error: "nothing here" })).toBeUndefined();
    expect(readConnection("x")).toBeUndefined();
  });
});
