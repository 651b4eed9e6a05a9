import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ServiceError } from "../../base/errors.ts";
import { sha256 } from "./credentials.ts";

/** The schema of this project. */
export const SQL_DIRECTORY = fileURLToPath(
  new URL("../../sql", import.meta.url),
);

/** One object of the schema. */
export interface SqlFile {
  name: string;
  /** As written, placeholders included. */
  text: string;
  /** SHA-256 of the text, hexadecimal. */
  checksum: string;
}

/** What the placeholders `{{…}}` stand for in one deployment. */
export interface Placeholders {
  database: string;
  /** `ON CLUSTER name`, or empty. */
  on_cluster: string;
  /** `Replicated`, or empty: the front part of an engine's name. */
  replicated: string;
  /** `USER … PASSWORD …` with which a dictionary reads its own server. */
  dictionary_credentials: string;
}

export interface Login {
  user: string;
  password: string;
}

/** The files of a schema, in the order they apply. */
export async function readSqlFiles(
  directory = SQL_DIRECTORY,
): Promise<SqlFile[]> {
  const names = (await readdir(directory)).filter((name) =>
    name.endsWith(".sql"),
  );
  return Promise.all(
    names.sort().map(async (name) => {
      const text = await readFile(join(directory, name), "utf8");
      return { name, text, checksum: sha256(text) };
    }),
  );
}

/** Values of the placeholders for a single node or a cluster. */
export const placeholders = (
  database: string,
  cluster: string | undefined,
  dictionary: Login,
): Placeholders => ({
  database,
  on_cluster: cluster === undefined ? "" : `ON CLUSTER ${cluster}`,
  replicated: cluster === undefined ? "" : "Replicated",
  dictionary_credentials: `USER ${quoteText(dictionary.user)} PASSWORD ${quoteText(dictionary.password)}`,
});

/** @throws ServiceError `unknown-placeholder`, naming file and legal ones */
export const render = ({ name, text }: SqlFile, values: Placeholders): string =>
  text.replace(/\{\{(\w*)\}\}/g, (match, key: string) => {
    if (Object.hasOwn(values, key)) return values[key as keyof Placeholders];
    throw new ServiceError(
      "unknown-placeholder",
      `unknown placeholder ${match} in sql/${name}`,
      { hint: `legal: ${Object.keys(values).join(", ")}` },
    );
  });

/** A text as an SQL literal. */
export const quoteText = (text: string) =>
  `'${text.replace(/[\\']/g, "\\$&")}'`;

/** A name as an SQL identifier. */
export const quoteName = (name: string) =>
  `\`${name.replace(/[\\`]/g, "\\$&")}\``;
