import { loadModule } from "libpg-query";
import { beforeAll, describe, expect, it } from "vitest";
import { splitStatements } from "../../../../server/sql-shell/statements.ts";

beforeAll(() => loadModule());

describe("splitStatements(text)", () => {
  it.each([
    ["select 1", [], "select 1"],
    ["select 1;", ["select 1"], ""],
    ["select 1; select\n2 ; ", ["select 1", "select\n2"], ""],
    ["select ';', $$a;b$$, \"x;y\";", ["select ';', $$a;b$$, \"x;y\""], ""],
    ["select 'é;'; sel", ["select 'é;'"], "sel"],
    ["select 1; -- done;", ["select 1"], ""],
    ["-- nothing;\n", [], ""],
    [";;", [], ""],
    ["/* a; */ select 1 /* b; */;", ["/* a; */ select 1 /* b; */"], ""],
    ["select 'open; ", [], "select 'open; "],
    ["select 1 /* open; ", [], "select 1 /* open; "],
  ])("%j", (text, statements, rest) => {
    expect(splitStatements(text)).toEqual({ statements, rest });
  });
});
