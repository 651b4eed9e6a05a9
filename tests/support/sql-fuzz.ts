import {
  bind,
  cancelRequest,
  closePortal,
  closeStatement,
  describePortal,
  describeStatement,
  execute,
  flush,
  GSS_REQUEST,
  message,
  parse,
  password,
  query,
  SSL_REQUEST,
  startUpMessage,
  sync,
} from "./sql-wire.ts";

/** From 0 to 1, seeded. */
export type Random = () => number;

const below = (random: Random, limit: number) => Math.floor(random() * limit);

const pick = <T>(random: Random, items: readonly T[]): T =>
  items[below(random, items.length)]!;

export const randomBytes = (random: Random, most: number): Buffer =>
  Buffer.from(
    Array.from({ length: below(random, most + 1) }, () => below(random, 256)),
  );

const TYPES = "QPBDECHSFdcfpXRZ\0\u0016z";
const LENGTHS = [0, 1, 3, 4, 5, 0x7fffffff, -1, -0x80000000, 0x00ffffff];
const NAMES = ["", "s", "p", "é", "x".repeat(300)];
const TEXTS = [
  "SELECT 3 ROWS",
  "ECHO 2",
  "BEGIN",
  "COMMIT",
  "",
  "FAIL 22012",
  ";",
];

/** Of a kind that a client sends, with fields by chance. */
export function randomMessage(random: Random): Buffer {
  const name = () => pick(random, NAMES);
  const values = () =>
    Array.from({ length: below(random, 4) }, () =>
      random() < 0.2 ? null : randomBytes(random, 20),
    );
  const formats = () =>
    Array.from({ length: below(random, 3) }, () => below(random, 2));
  return pick(random, [
    () => query(pick(random, TEXTS)),
    () => parse(pick(random, TEXTS), name(), [23, 25].slice(below(random, 3))),
    () =>
      bind({
        portal: name(),
        statement: name(),
        values: values(),
        formats: formats(),
        resultFormats: formats(),
      }),
    () => describePortal(name()),
    () => describeStatement(name()),
    () => execute(name(), below(random, 5)),
    () => closePortal(name()),
    () => closeStatement(name()),
    () => flush,
    () => sync,
    () => message("F", randomBytes(random, 30)),
    () => message("d", randomBytes(random, 30)),
    () => message("c"),
    () => message("f", randomBytes(random, 30)),
  ])();
}

export const randomStartUp = (random: Random): Buffer =>
  pick(random, [
    () => startUpMessage({ application_name: "fuzz" }),
    () => startUpMessage({ "_pq_.x": "1" }, 0x30000 + below(random, 4)),
    () => Buffer.concat([SSL_REQUEST, startUpMessage()]),
    () => GSS_REQUEST,
    () => cancelRequest(below(random, 1e9), randomBytes(random, 40)),
    () => Buffer.concat([startUpMessage(), password("wrong")]),
    () => randomBytes(random, 60),
  ])();

/** The same bytes with one thing wrong; now and then with nothing. */
export function damaged(bytes: Buffer, random: Random): Buffer {
  const copy = Buffer.from(bytes);
  const at = below(random, copy.length || 1);
  switch (below(random, 8)) {
    case 0: // cut short
      return copy.subarray(0, at);
    case 1: // another length
      if (copy.length >= 5) copy.writeInt32BE(pick(random, LENGTHS), 1);
      return copy;
    case 2: // another type
      if (copy.length > 0) copy[0] = pick(random, [...TYPES]).charCodeAt(0);
      return copy;
    case 3: // another byte
      if (copy.length > 0) copy[at] = below(random, 256);
      return copy;
    case 4: // a length within the body, or a count, is off
      if (copy.length > 6) copy[5 + below(random, copy.length - 5)] = 0xff;
      return copy;
    case 5: {
      // the body ends earlier, and its length says so
      const body = copy.subarray(5, Math.max(5, at));
      return message(String.fromCharCode(copy[0] ?? 0x51), body);
    }
    case 6: // noise
      return randomBytes(random, 100);
    default:
      return copy;
  }
}

/** In pieces of 0 to 30 bytes. */
export function cutAt(bytes: Buffer, random: Random): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const to = at + below(random, 31);
    pieces.push(bytes.subarray(at, to));
    at = to;
  }
  return pieces;
}
