import type { Socket } from "node:net";
import { createSecureContext, type SecureContext, TLSSocket } from "node:tls";
import { ServiceError } from "../../../base/errors.ts";

/** PEM. */
export interface TlsFiles {
  cert: string | Buffer;
  key: string | Buffer;
}

/** https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-SSL */
const ALPN = "postgresql";

/** @throws ServiceError `bad-tls-certificate` */
export function readTls({ cert, key }: TlsFiles): SecureContext {
  try {
    return createSecureContext({ cert, key, minVersion: "TLSv1.2" });
  } catch (cause) {
    throw new ServiceError(
      "bad-tls-certificate",
      "the certificate or the key of the SQL API cannot be used",
      {
        hint: "give both as PEM, the key without a passphrase and of that certificate",
        cause,
      },
    );
  }
}

/**
 * Goes on encrypted. Resolves with undefined when the client broke off or sent
 * something else.
 *
 * @param direct the client spoke TLS at once, which only clients may that say by ALPN
 *   which protocol they mean
 */
export function secure(
  socket: Socket,
  secureContext: SecureContext,
  direct: boolean,
): Promise<TLSSocket | undefined> {
  const secured = new TLSSocket(socket, {
    isServer: true,
    secureContext,
    ALPNProtocols: [ALPN],
  });
  return new Promise((resolve) => {
    const failed = () => resolve(undefined);
    // After the handshake errors are the connection's to hear.
    secured.once("error", failed);
    secured.once("close", failed);
    secured.once("secure", () => {
      secured.off("error", failed);
      secured.off("close", failed);
      if (!direct || secured.alpnProtocol === ALPN) return resolve(secured);
      secured.destroy();
      resolve(undefined);
    });
  });
}
