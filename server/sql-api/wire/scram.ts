import {
  createHash,
  createHmac,
  pbkdf2,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { promisify } from "node:util";
import { SqlError } from "../sql-error.ts";
import { passwordForms } from "./sasl-prep.ts";

export const SCRAM_MECHANISM = "SCRAM-SHA-256";

/** As many as Postgres uses by default. */
const ITERATIONS = 4096;
const KEY_BYTES = 32;

const derive = promisify(pbkdf2);

const hmac = (key: Buffer, data: string) =>
  createHmac("sha256", key).update(data).digest();

/** What is drawn by chance for one exchange. */
export interface ScramChance {
  /** Added to the client's. */
  nonce: string;
  salt: Buffer;
}

const drawn = (): ScramChance => ({
  nonce: randomBytes(18).toString("base64"),
  salt: randomBytes(16),
});

/**
 * The server's side of one exchange of SCRAM-SHA-256, RFC 5802 and RFC 7677. Channel
 * binding is not offered. Its methods throw SqlError 08P01 and 0A000 for messages
 * that break the rules.
 */
export class ScramExchange {
  readonly #chance: ScramChance;
  #bindingFlag = "";
  #nonce = "";
  #clientFirstBare = "";
  #serverFirst = "";

  constructor(chance: ScramChance = drawn()) {
    this.#chance = chance;
  }

  /** @returns the server's first message */
  first(clientFirst: string): string {
    const [flag, identity, user, nonceText] = clientFirst.split(",", 4);
    if (flag?.startsWith("p=") === true) {
      throw new SqlError(
        "08P01",
        "the client selected SCRAM-SHA-256 with channel binding, which was not offered",
      );
    }
    if (flag !== "n" && flag !== "y")
      throw malformed("the channel binding flag");
    if (identity !== "") {
      throw new SqlError(
        "0A000",
        "client uses authorization identity, but it is not supported",
      );
    }
    if (user?.startsWith("m=") === true) {
      throw new SqlError(
        "0A000",
        "client requires an unsupported SCRAM extension",
      );
    }
    // Which user it is was said in the start-up packet, as in Postgres.
    if (user?.startsWith("n=") !== true) throw malformed("the user name");
    const nonce = /^r=([\x21-\x2b\x2d-\x7e]+)$/.exec(nonceText ?? "")?.[1];
    if (nonce === undefined) throw malformed("the nonce");
    this.#bindingFlag = flag;
    this.#clientFirstBare = clientFirst.slice(`${flag},${identity},`.length);
    this.#nonce = nonce + this.#chance.nonce;
    this.#serverFirst = `r=${this.#nonce},s=${this.#chance.salt.toString("base64")},i=${ITERATIONS}`;
    return this.#serverFirst;
  }

  /**
   * @param password undefined when nobody may enter: as much is computed as otherwise
   * @returns the server's last message, undefined for a wrong password
   */
  async final(
    clientFinal: string,
    password: string | undefined,
  ): Promise<string | undefined> {
    const end = clientFinal.lastIndexOf(",p=");
    if (end === -1) throw malformed("no proof");
    const withoutProof = clientFinal.slice(0, end);
    const [binding, nonce] = withoutProof.split(",", 2);
    const expectedBinding = Buffer.from(`${this.#bindingFlag},,`);
    if (binding !== `c=${expectedBinding.toString("base64")}`) {
      throw malformed("the channel binding");
    }
    if (nonce !== `r=${this.#nonce}`) throw malformed("the nonce");
    const proof = Buffer.from(clientFinal.slice(end + ",p=".length), "base64");
    if (proof.length !== KEY_BYTES) throw malformed("the proof");

    const message = `${this.#clientFirstBare},${this.#serverFirst},${withoutProof}`;
    let answer: string | undefined;
    for (const form of passwordForms(password ?? "")) {
      const salted = await derive(
        form,
        this.#chance.salt,
        ITERATIONS,
        KEY_BYTES,
        "sha256",
      );
      const storedKey = createHash("sha256")
        .update(hmac(salted, "Client Key"))
        .digest();
      const signature = hmac(storedKey, message);
      const clientKey = Buffer.from(
        proof.map((byte, at) => byte ^ signature[at]!),
      );
      const presented = createHash("sha256").update(clientKey).digest();
      if (timingSafeEqual(presented, storedKey)) {
        answer = `v=${hmac(hmac(salted, "Server Key"), message).toString("base64")}`;
      }
    }
    return password === undefined ? undefined : answer;
  }
}

const malformed = (what: string) =>
  new SqlError("08P01", `malformed SCRAM message: ${what}`);
