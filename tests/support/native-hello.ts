import { connect } from "node:net";

/** Client name, versions and revision of an old client: enough for a login. */
const CLIENT = { name: "test", major: 20, minor: 1, revision: 54_058 };
const HELLO = 0;
const EXCEPTION = 2;

const varint = (value: number): number[] =>
  value < 0x80
    ? [value]
    : [(value & 0x7f) | 0x80, ...varint(Math.floor(value / 0x80))];

const text = (value: string) => {
  const bytes = Buffer.from(value);
  return [...varint(bytes.length), ...bytes];
};

/** The first packet of ClickHouse's native protocol. */
const hello = (user: string, password: string) =>
  Buffer.from([
    ...varint(HELLO),
    ...text(CLIENT.name),
    ...varint(CLIENT.major),
    ...varint(CLIENT.minor),
    ...varint(CLIENT.revision),
    ...text("default"),
    ...text(user),
    ...text(password),
  ]);

/**
 * Logs in by the native protocol.
 *
 * @returns `welcome`, or the text of the server's exception
 */
export const nativeHello = (port: number, user: string, password: string) =>
  new Promise<string>((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () =>
      socket.write(hello(user, password)),
    );
    socket.once("data", (data) => {
      socket.destroy();
      if (data[0] === HELLO) resolve("welcome");
      else if (data[0] === EXCEPTION) resolve(data.toString("latin1"));
      else reject(new Error(`unexpected packet ${data[0]}`));
    });
    socket.once("error", reject);
    socket.once("end", () => reject(new Error("closed without an answer")));
  });
