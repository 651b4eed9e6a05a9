/** A column of a block, its values as ClickHouse's CSV writes them. */
export interface NativeColumn {
  name: string;
  type: string;
  values: string[];
}

/**
 * Reads blocks of the Native format by its description, knowing nothing of the
 * generator. @see https://clickhouse.com/docs/interfaces/formats/Native
 */
export function readNative(bytes: Uint8Array): NativeColumn[][] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = view.getUint8(at++);
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  const string = () => {
    const length = varint();
    at += length;
    return Buffer.from(bytes.subarray(at - length, at)).toString();
  };
  const uint = (width: number) => {
    at += width;
    switch (width) {
      case 1:
        return BigInt(view.getUint8(at - 1));
      case 2:
        return BigInt(view.getUint16(at - 2, true));
      case 4:
        return BigInt(view.getUint32(at - 4, true));
      default:
        return view.getBigUint64(at - 8, true);
    }
  };
  const double = () => {
    at += 8;
    return view.getFloat64(at - 8, true);
  };
  const iso = (milliseconds: number) => new Date(milliseconds).toISOString();
  const readers: Record<string, () => string> = {
    Date: () => iso(Number(uint(2)) * 86_400_000).slice(0, 10),
    "DateTime64(3, 'UTC')": () =>
      iso(Number(uint(8)))
        .replace("T", " ")
        .replace("Z", ""),
    UInt32: () => String(uint(4)),
    UInt64: () => String(uint(8)),
    // Negative zero would show: it is another double.
    Float64: () => {
      const value = double();
      return Object.is(value, -0) ? "-0" : String(value);
    },
  };
  const lowCardinality = (rows: number) => {
    const version = uint(8);
    const flags = uint(8);
    if (version !== 1n || flags >> 8n !== 0b110n) {
      throw new Error(`keys of version ${version} with flags ${flags}`);
    }
    const keys = Array.from({ length: Number(uint(8)) }, string);
    if (Number(uint(8)) !== rows) throw new Error("another number of rows");
    const width = 1 << Number(flags & 255n);
    return Array.from({ length: rows }, () => keys[Number(uint(width))]!);
  };

  const blocks: NativeColumn[][] = [];
  while (at < bytes.length) {
    const columns = varint();
    const rows = varint();
    blocks.push(
      Array.from({ length: columns }, () => {
        const name = string();
        const type = string();
        if (type === "LowCardinality(String)") {
          return { name, type, values: lowCardinality(rows) };
        }
        const read = readers[type];
        if (read === undefined) throw new Error(`${name} has type ${type}`);
        return { name, type, values: Array.from({ length: rows }, read) };
      }),
    );
  }
  return blocks;
}
