import { inflateRawSync } from "node:zlib";

/** A cell of a workbook: text, number, or nothing. */
export type SheetCell = string | number | null;

const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const DEFLATED = 8;

/** Files of a ZIP archive, by name (PKWARE APPNOTE 4.3.12: the central directory). */
function unzip(archive: Buffer): Map<string, Buffer> {
  let end = archive.length - 22;
  while (archive.readUInt32LE(end) !== END) end -= 1;
  const files = new Map<string, Buffer>();
  let at = archive.readUInt32LE(end + 16);
  while (archive.readUInt32LE(at) === CENTRAL) {
    const method = archive.readUInt16LE(at + 10);
    const size = archive.readUInt32LE(at + 20);
    const [name, extra, comment] = [28, 30, 32].map((offset) =>
      archive.readUInt16LE(at + offset),
    ) as [number, number, number];
    const local = archive.readUInt32LE(at + 42);
    const from =
      local +
      30 +
      archive.readUInt16LE(local + 26) +
      archive.readUInt16LE(local + 28);
    const data = archive.subarray(from, from + size);
    files.set(
      archive.toString("utf8", at + 46, at + 46 + name),
      method === DEFLATED ? inflateRawSync(data) : data,
    );
    at += 46 + name + extra + comment;
  }
  return files;
}

const unescape = (text: string) =>
  text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");

const texts = (xml: string) =>
  [...xml.matchAll(/<t(?: [^>]*)?>([^<]*)<\/t>/g)]
    .map(([, text]) => unescape(text ?? ""))
    .join("");

/** A → 0, Z → 25, AA → 26. */
const columnOf = (reference: string) =>
  [...reference.replace(/\d+/, "")].reduce(
    (sum, letter) => sum * 26 + letter.charCodeAt(0) - 64,
    0,
  ) - 1;

/** The cells of a workbook's first sheet (ECMA-376, part 1, 18.3). */
export function readXlsx(file: Uint8Array): SheetCell[][] {
  const files = unzip(Buffer.from(file));
  const xml = (name: string) => files.get(name)?.toString("utf8") ?? "";
  const shared = [
    ...xml("xl/sharedStrings.xml").matchAll(/<si>(.*?)<\/si>/gs),
  ].map(([, item]) => texts(item ?? ""));
  const rows = [
    ...xml("xl/worksheets/sheet1.xml").matchAll(
      /<row [^>]*?(?:\/>|>(.*?)<\/row>)/gs,
    ),
  ];
  return rows.map(([, row]) => {
    const cells: SheetCell[] = [];
    for (const [, attributes = "", body = ""] of (row ?? "").matchAll(
      /<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs,
    )) {
      const column = columnOf(/r="([A-Z]+\d+)"/.exec(attributes)?.[1] ?? "A1");
      const type = /t="(\w+)"/.exec(attributes)?.[1] ?? "n";
      const value = /<v>([^<]*)<\/v>/.exec(body)?.[1];
      while (cells.length < column) cells.push(null);
      cells[column] =
        type === "inlineStr"
          ? texts(body)
          : type === "s"
            ? (shared[Number(value)] ?? null)
            : value === undefined
              ? null
              : type === "n"
                ? Number(value)
                : unescape(value);
    }
    return cells;
  });
}
