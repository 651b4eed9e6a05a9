import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { ServiceError } from "../../base/errors.ts";

/** Fields of one CSV line (RFC 4180); line breaks within fields are not supported. */
export function csvFields(line: string): string[] {
  if (!line.includes('"')) return line.split(",");
  const fields = [];
  const pattern = /(?:"((?:[^"]|"")*)"|([^,]*))(?:,|$)/y;
  while (pattern.lastIndex <= line.length) {
    const match = pattern.exec(line);
    if (match === null) break;
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (!match[0].endsWith(",")) break;
  }
  return fields;
}

/**
 * Lines of a CSV file after its header, one at a time.
 *
 * @throws ServiceError `unreadable-file`, or `wrong-file` when the header is not
 * the expected one
 */
export async function* readCsv(
  path: string,
  what: string,
  columns: readonly string[],
): AsyncGenerator<string[]> {
  const input = createReadStream(path);
  const lines = createInterface({ input, crlfDelay: Infinity });
  let header = true;
  try {
    for await (const line of lines) {
      if (!header) {
        yield csvFields(line);
        continue;
      }
      header = false;
      checkHeader(path, what, csvFields(line), columns);
    }
  } catch (cause) {
    if (cause instanceof ServiceError) throw cause;
    throw new ServiceError("unreadable-file", `cannot read ${path}`, { cause });
  } finally {
    input.destroy();
  }
  if (header) throw wrongFile(path, what, "it is empty");
}

function checkHeader(
  path: string,
  what: string,
  found: readonly string[],
  columns: readonly string[],
): void {
  const place = columns.findIndex((name, index) => found[index] !== name);
  if (place >= 0) {
    const name = (found[place] ?? "").slice(0, 40);
    const saw = name === "" ? "missing" : name;
    throw wrongFile(
      path,
      what,
      `column ${place + 1} must be ${columns[place]}: ${saw}`,
    );
  }
  if (found.length > columns.length) {
    throw wrongFile(
      path,
      what,
      `${columns.length} columns expected, ${found.length} found`,
    );
  }
}

const wrongFile = (path: string, what: string, why: string) =>
  new ServiceError("wrong-file", `${path} is no ${what} file: ${why}`, {
    hint: "`npm run generate -- --help` shows how the files are made",
  });
