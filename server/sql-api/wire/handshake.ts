import type { Socket } from "node:net";
import type { SecureContext } from "node:tls";
import { SqlError } from "../sql-error.ts";
import { ClientGone } from "./authentication.ts";
import type { CancelKey } from "./cancel-keys.ts";
import type { Channel } from "./channel.ts";
import { readStartUp, type StartUpMessage } from "./start-up.ts";
import { secure } from "./tls.ts";

export interface HandshakeOptions {
  tls: SecureContext | undefined;
  requireTls: boolean;
  cancel: (key: CancelKey) => void;
}

/** First byte of a TLS handshake; as a length it would be far too long. */
const TLS_HANDSHAKE = 0x16;

const YES_TLS = Buffer.from("S");
const NO = Buffer.from("N");

/**
 * Everything before the start-up message: encryption, and cancel requests, which
 * have no answer.
 *
 * @param open a channel over another socket, which takes the place of the first
 * @returns undefined when there is nothing more to say
 * @throws SqlError 08P01, 0A000, 28000
 * @throws ClientGone
 */
export async function shakeHands(
  first: Channel,
  open: (socket: Socket) => Channel,
  { tls, requireTls, cancel }: HandshakeOptions,
): Promise<StartUpMessage | undefined> {
  let channel = first;
  let encrypted = false;
  const asked = { tls: false, gssEncryption: false };

  const encrypt = async (direct: boolean) => {
    if (!direct && channel.input.buffered > 0) {
      throw unencryptedData("SSL request");
    }
    const buffered = channel.input.release();
    if (direct) channel.socket.unshift(buffered);
    else channel.socket.write(YES_TLS);
    const secured = await secure(channel.socket, tls!, direct);
    if (secured === undefined) throw new ClientGone();
    channel = open(secured);
    encrypted = true;
  };

  if (tls !== undefined) {
    const byte = await channel.input.firstByte();
    if (byte === TLS_HANDSHAKE) await encrypt(true);
  }
  for (;;) {
    const packet = await channel.input.startUp();
    if (packet === undefined) return undefined;
    const message = readStartUp(packet);
    switch (message.kind) {
      case "cancel":
        cancel(message);
        return undefined;
      case "tls":
        if (asked.tls) throw askedTwice("an SSL request");
        asked.tls = true;
        if (tls !== undefined && !encrypted) {
          await encrypt(false);
          break;
        }
        refuse(channel, "SSL request");
        break;
      case "gssEncryption":
        if (asked.gssEncryption || encrypted) {
          throw askedTwice("a GSSAPI encryption request");
        }
        asked.gssEncryption = true;
        refuse(channel, "GSSAPI encryption request");
        break;
      case "start":
        if (requireTls && !encrypted) {
          throw new SqlError(
            "28000",
            "this server takes TLS connections only",
            {
              hint: "connect with sslmode=require, or a stricter one",
            },
          );
        }
        return message;
    }
  }
}

/** Nothing may follow before the client has read that there is no encryption. */
function refuse({ socket, input }: Channel, request: string): void {
  if (input.buffered > 0) throw unencryptedData(request);
  socket.write(NO);
}

/** CVE-2021-23222: what came before the handshake would pass for what came after. */
const unencryptedData = (request: string) =>
  new SqlError("08P01", `received unencrypted data after ${request}`, {
    detail:
      "This could be either a client-software bug or evidence of an attempted man-in-the-middle attack.",
  });

const askedTwice = (what: string) =>
  new SqlError("08P01", `${what} has no place here`, {
    hint: "send a startup packet",
  });
