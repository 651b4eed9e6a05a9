/** Where the SQL API listens: what /lookthrough/sql-connection says. */
export interface SqlConnection {
  port: number;
  database: string;
  tls: boolean;
  /** What it asks for: nothing, an API token, or a user and password of its own. */
  login: "none" | "token" | "user";
}

export interface ConnectionString {
  tool: string;
  text: string;
}

type Json = Record<string, unknown>;

/** @returns null when the server has no SQL API; undefined when it does not say */
export function readConnection(
  answer: unknown,
): SqlConnection | null | undefined {
  if (typeof answer !== "object" || answer === null) return undefined;
  const sqlApi = (answer as Json)["sqlApi"];
  if (sqlApi === null) return null;
  if (typeof sqlApi !== "object") return undefined;
  const { port, database, tls, login } = sqlApi as Json;
  if (typeof port !== "number" || typeof database !== "string") {
    return undefined;
  }
  return {
    port,
    database,
    tls: tls === true,
    login: login === "token" || login === "user" ? login : "none",
  };
}

/** Some drivers send no user of their own accord; where none is asked for, any will do. */
const ANYBODY = "lookthrough";

const CREDENTIALS = {
  none: undefined,
  token: { user: "token", password: "TOKEN" },
  user: { user: "USER", password: "PASSWORD" },
};

/**
 * How programs connect. Tokens and passwords are named and not filled in: what is
 * copied ends up in files and chats.
 *
 * @param host by which this page reached the server
 */
export function connectionStrings(
  { port, database, tls, login }: SqlConnection,
  host: string,
): ConnectionString[] {
  const bare = host.replace(/^\[(.*)\]$/, "$1");
  const inUrl = bare.includes(":") ? `[${bare}]` : bare;
  const known = CREDENTIALS[login];
  const credentials =
    known === undefined ? ANYBODY : `${known.user}:${known.password}`;
  const address = `${credentials}@${inUrl}:${port}/${database}`;
  const words = (separator: string, pairs: (string | undefined)[]) =>
    pairs.filter((pair) => pair !== undefined).join(separator);
  return [
    {
      tool: "psql",
      text: `psql "${words(" ", [
        `host=${bare} port=${port} dbname=${database}`,
        known && `user=${known.user} password=${known.password}`,
        tls ? "sslmode=require" : undefined,
      ])}"`,
    },
    {
      tool: "JDBC",
      text: `jdbc:postgresql://${inUrl}:${port}/${database}?${words("&", [
        known === undefined
          ? `user=${ANYBODY}`
          : `user=${known.user}&password=${known.password}`,
        tls ? "sslmode=require" : undefined,
      ])}`,
    },
    {
      tool: "ODBC",
      text: `${words(";", [
        `Driver={PostgreSQL Unicode};Server=${bare};Port=${port};Database=${database}`,
        known === undefined
          ? `Uid=${ANYBODY}`
          : `Uid=${known.user};Pwd=${known.password}`,
        tls ? "SSLmode=require" : undefined,
        "UseDeclareFetch=1;Fetch=1000",
      ])}`,
    },
    {
      tool: "SQLAlchemy",
      text: `postgresql+psycopg2://${address}${tls ? "?sslmode=require" : ""}`,
    },
    {
      tool: "URL",
      text: `postgres://${address}${tls ? "?sslmode=require" : ""}`,
    },
  ];
}
