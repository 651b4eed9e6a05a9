import { randomBytes } from "node:crypto";
import { errorMessage } from "../../../base/errors.ts";
import type { Log } from "../../log.ts";
import { SqlError } from "../sql-error.ts";
import {
  authenticationCleartextPassword,
  authenticationMd5Password,
  authenticationOk,
  authenticationSasl,
  authenticationSaslContinue,
  authenticationSaslFinal,
} from "./backend.ts";
import { BodyReader } from "./body-reader.ts";
import type { Input } from "./input.ts";
import type { Output } from "./output.ts";
import { printable } from "./printable.ts";
import { passwordLimit } from "./protocol.ts";
import { SCRAM_MECHANISM, ScramExchange } from "./scram.ts";
import { equalSecrets, md5Response } from "./secret.ts";

export type AuthenticationMethod = "cleartext" | "md5" | "scram-sha-256";

export interface SqlAuthRequest {
  user: string;
  /** Null where the method never shows it: md5 and scram-sha-256. */
  password: string | null;
  database: string;
  remoteAddress: string;
}

export interface SqlAuthAnswer {
  /** What the client has to know. Without one nobody enters, but see below. */
  password?: string | null | undefined;
  /** The callback has seen to it itself, or nothing is asked for. */
  skipPasswordCheck?: boolean | undefined;
  superuser?: boolean | undefined;
  securityContext?: unknown;
}

/**
 * Decides who a user is. A rejection refuses as a wrong password does, except for a
 * SqlError, which the client is shown.
 */
export type CheckSqlAuth = (request: SqlAuthRequest) => Promise<SqlAuthAnswer>;

export interface AuthenticationOptions {
  method: AuthenticationMethod;
  /** Ask `checkSqlAuth` without a password before the client is asked for one. */
  tryWithoutPassword: boolean;
  checkSqlAuth: CheckSqlAuth;
  log: Log;
}

/** The client has gone before it was known. */
export class ClientGone extends Error {}

/**
 * Sends AuthenticationOk when it returns.
 *
 * @throws SqlError 28P01 for a wrong password and for an unknown user alike; 08P01
 * @throws ClientGone
 */
export async function authenticate(
  { method, tryWithoutPassword, checkSqlAuth, log }: AuthenticationOptions,
  request: Omit<SqlAuthRequest, "password">,
  input: Input,
  output: Output,
): Promise<SqlAuthAnswer> {
  const check = async (password: string | null): Promise<SqlAuthAnswer> => {
    try {
      return await checkSqlAuth({ ...request, password });
    } catch (error) {
      if (error instanceof SqlError) throw error;
      log.warn("a SQL user was not accepted", {
        user: printable(request.user),
        address: request.remoteAddress,
        error: printable(errorMessage(error)),
      });
      return {};
    }
  };
  const dialogue = { user: request.user, input, output };
  const answer =
    method === "cleartext"
      ? await byCleartext(dialogue, check, tryWithoutPassword)
      : await byChallenge(dialogue, method, check);
  if (answer === undefined) {
    throw new SqlError(
      "28P01",
      `password authentication failed for user "${request.user}"`,
    );
  }
  output.send(authenticationOk);
  return answer;
}

interface Dialogue {
  user: string;
  input: Input;
  output: Output;
}

type Check = (password: string | null) => Promise<SqlAuthAnswer>;

async function byCleartext(
  dialogue: Dialogue,
  check: Check,
  tryWithoutPassword: boolean,
): Promise<SqlAuthAnswer | undefined> {
  const unasked = tryWithoutPassword ? await check(null) : undefined;
  if (unasked?.skipPasswordCheck === true) return unasked;
  dialogue.output.send(authenticationCleartextPassword);
  const password = await passwordText(dialogue);
  const answer = await check(password);
  if (answer.skipPasswordCheck === true) return answer;
  const expected = answer.password ?? undefined;
  const equal = equalSecrets(password, expected ?? "");
  // As in Postgres, an empty password lets nobody in.
  return expected !== undefined && password !== "" && equal
    ? answer
    : undefined;
}

async function byChallenge(
  dialogue: Dialogue,
  method: "md5" | "scram-sha-256",
  check: Check,
): Promise<SqlAuthAnswer | undefined> {
  const answer = await check(null);
  if (answer.skipPasswordCheck === true) return answer;
  const expected = answer.password === "" ? undefined : answer.password;
  const known =
    method === "md5"
      ? await knowsByMd5(dialogue, expected ?? undefined)
      : await knowsByScram(dialogue, expected ?? undefined);
  return known ? answer : undefined;
}

async function knowsByMd5(
  dialogue: Dialogue,
  password: string | undefined,
): Promise<boolean> {
  const salt = randomBytes(4);
  dialogue.output.send(authenticationMd5Password(salt));
  const response = await passwordText(dialogue);
  const expected = md5Response(dialogue.user, password ?? "", salt);
  return equalSecrets(response, expected) && password !== undefined;
}

async function knowsByScram(
  dialogue: Dialogue,
  password: string | undefined,
): Promise<boolean> {
  const { output } = dialogue;
  output.send(authenticationSasl([SCRAM_MECHANISM]));
  const initial = new BodyReader(await passwordMessage(dialogue));
  const mechanism = initial.string();
  if (mechanism !== SCRAM_MECHANISM) {
    throw new SqlError(
      "08P01",
      "client selected an invalid SASL authentication mechanism",
      { hint: `${SCRAM_MECHANISM} is the only one` },
    );
  }
  const length = initial.int32();
  let clientFirst = length === -1 ? undefined : initial.bytes(length);
  initial.end();
  if (clientFirst === undefined) {
    output.send(authenticationSaslContinue(""));
    clientFirst = await passwordMessage(dialogue);
  }
  const exchange = new ScramExchange();
  output.send(
    authenticationSaslContinue(exchange.first(clientFirst.toString("utf8"))),
  );
  const clientFinal = await passwordMessage(dialogue);
  const final = await exchange.final(clientFinal.toString("utf8"), password);
  if (final === undefined) return false;
  output.send(authenticationSaslFinal(final));
  return true;
}

async function passwordMessage({ input, output }: Dialogue): Promise<Buffer> {
  await output.flush();
  const frame = await input.message(passwordLimit);
  if (frame === undefined) throw new ClientGone();
  return frame.body;
}

async function passwordText(dialogue: Dialogue): Promise<string> {
  const body = new BodyReader(await passwordMessage(dialogue));
  const text = body.string();
  body.end();
  return text;
}
