import { createInterface } from "node:readline/promises";
import { text } from "node:stream/consumers";
import { Writable } from "node:stream";
import { userInfo } from "node:os";
import { loadModule } from "libpg-query";
import { EXIT, runCommand, type Command } from "../../base/cli.ts";
import { ServiceError, UsageError } from "../../base/errors.ts";
import { postgresDefaults, processConfig } from "../config.ts";
import { Connection } from "./connection.ts";
import { FORMATS, readFormat } from "./meta-commands.ts";
import { prompt } from "./prompt.ts";
import { Shell } from "./shell.ts";

const NAMES = `SELECT relname AS name FROM pg_catalog.pg_class
WHERE relkind IN ('r', 'v') AND relnamespace = 'public'::regnamespace
UNION
SELECT a.attname FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
WHERE a.attnum > 0 AND c.relkind IN ('r', 'v') AND c.relnamespace = 'public'::regnamespace
ORDER BY 1`;

const DATABASE = "lookthrough";

const sql: Command = {
  name: "",
  summary: "A prompt for the SQL API, for those without psql.",
  options: {
    host: {
      type: "string",
      value: "name",
      description: "where the SQL API listens (HOST)",
    },
    port: {
      type: "string",
      short: "p",
      value: "number",
      description: "its port (CUBEJS_PG_SQL_PORT)",
    },
    user: {
      type: "string",
      short: "U",
      value: "name",
      description:
        "who logs in (PGUSER, or your own name); token asks for an API token",
    },
    command: {
      type: "string",
      short: "c",
      value: "sql",
      description: "run these statements and end",
    },
    file: {
      type: "string",
      short: "f",
      value: "path",
      description: "run the statements of a file and end",
    },
    format: {
      type: "string",
      value: FORMATS.join("|"),
      default: "table",
      description: "of the results; json is one object a line",
    },
    expanded: {
      type: "boolean",
      short: "x",
      description: "one line for each column",
    },
  },
  async run(args) {
    const { host, sqlApi } = processConfig();
    if (args.given("command") && args.given("file")) {
      throw new UsageError("--command and --file together", "give one of them");
    }
    const layout = {
      format: readFormat(args.text("format") ?? "", "--format"),
      expanded: args.flag("expanded"),
    };
    await loadModule();
    const connection = await open({
      host: args.text("host") ?? host,
      port: args.given("port")
        ? args.integer("port", { min: 1, max: 65535 })
        : sqlApi.port,
      user: args.text("user") ?? postgresDefaults().user ?? userInfo().username,
    });
    const { stdout: output, stderr: errors, stdin } = process;
    const shell = new Shell({ connection, layout, output, errors });
    try {
      const file = args.text("file");
      const script =
        args.text("command") ??
        (file === undefined ? undefined : `\\i ${file}`);
      if (script !== undefined || !stdin.isTTY) {
        process.on("SIGINT", () => shell.interrupt());
        const done = await shell.script(script ?? (await text(stdin)));
        if (!done) process.exitCode = EXIT.failed;
      } else {
        output.write("Lookthrough SQL. \\? for help, \\q to quit.\n");
        await prompt({ shell, names: await namesOf(connection) });
      }
    } finally {
      await connection.close();
    }
  },
};

async function open(place: {
  host: string;
  port: number;
  user: string;
}): Promise<Connection> {
  try {
    return await Connection.open({
      ...place,
      database: DATABASE,
      password: () => password(place.user),
      onNotice: (notice) => process.stderr.write(`${notice}\n`),
      onLost(error) {
        process.stderr.write(`the connection is lost: ${error.message}\n`);
        process.exit(EXIT.failed);
      },
    });
  } catch (error) {
    const { host, port } = place;
    if (error instanceof ServiceError) throw error;
    const isRefused = (error as NodeJS.ErrnoException).code === "ECONNREFUSED";
    throw new ServiceError(
      "sql-connection",
      isRefused
        ? `nothing listens on port ${port} of ${host}`
        : `the SQL API does not let ${place.user} in`,
      {
        hint: isRefused
          ? "npm start, and SQL_API must not be off"
          : "npm run token mints a token, which is a password for any user; or use CUBEJS_SQL_USER and CUBEJS_SQL_PASSWORD",
        cause: error,
      },
    );
  }
}

/** PGPASSWORD, or what is typed and not shown. */
async function password(user: string): Promise<string> {
  const given = postgresDefaults().password;
  if (given !== undefined) return given;
  if (!process.stdin.isTTY) {
    throw new UsageError(
      "the SQL API asks for a password",
      "set PGPASSWORD to it, or to an API token",
    );
  }
  process.stdout.write(`password or API token for ${user}: `);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({
    input: process.stdin,
    output: silent,
    terminal: true,
  });
  try {
    return await terminal.question("");
  } finally {
    terminal.close();
    process.stdout.write("\n");
  }
}

async function namesOf(connection: Connection): Promise<string[]> {
  const names: string[] = [];
  const { portions } = await connection.run(NAMES);
  for await (const rows of portions) {
    names.push(...rows.map(([name]) => name ?? ""));
  }
  return names;
}

// What reads the output may end first, as head does: that is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(EXIT.done);
  throw error;
});

await runCommand("npm run sql --", sql, process.argv.slice(2));
