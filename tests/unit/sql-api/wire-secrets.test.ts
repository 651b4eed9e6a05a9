import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { passwordForms } from "../../../server/sql-api/wire/sasl-prep.ts";
import { ScramExchange } from "../../../server/sql-api/wire/scram.ts";
import {
  equalSecrets,
  md5Response,
} from "../../../server/sql-api/wire/secret.ts";

// RFC 7677, section 3: user "user", password "pencil".
const RFC = {
  chance: {
    nonce: "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0",
    salt: Buffer.from("W22ZaJ0SNY7soEsUEjb6gQ==", "base64"),
  },
  clientFirst: "n,,n=user,r=rOprNGfwEbeRWgbNEkqO",
  serverFirst:
    "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
  clientFinal:
    "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
  serverFinal: "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
};

const begun = () => {
  const exchange = new ScramExchange(RFC.chance);
  exchange.first(RFC.clientFirst);
  return exchange;
};

describe("ScramExchange", () => {
  it("answers as RFC 7677 shows", async () => {
    const exchange = new ScramExchange(RFC.chance);
    expect(exchange.first(RFC.clientFirst)).toBe(RFC.serverFirst);
    expect(await exchange.final(RFC.clientFinal, "pencil")).toBe(
      RFC.serverFinal,
    );
  });

  it.each([
    ["another password", "pen"],
    ["an empty one", ""],
    ["an unknown user's", undefined],
  ])("gives no signature for %s", async (_, password) => {
    expect(await begun().final(RFC.clientFinal, password)).toBeUndefined();
  });

  it("draws its nonce and its salt anew", () => {
    const firsts = [1, 2].map(() => new ScramExchange().first(RFC.clientFirst));
    const [one, other] = firsts.map((first) => /r=(.*),s=(.*),i=/.exec(first));
    expect(one?.[1]).not.toBe(other?.[1]);
    expect(one?.[2]).not.toBe(other?.[2]);
  });

  it.each([
    [
      "channel binding, which was not offered",
      "p=tls-server-end-point,,n=,r=a",
      "08P01",
    ],
    ["an unknown flag", "x,,n=,r=a", "08P01"],
    ["another identity", "n,a=other,n=,r=a", "0A000"],
    ["a mandatory extension", "n,,m=x,n=,r=a", "0A000"],
    ["no nonce", "n,,n=user", "08P01"],
    ["an empty nonce", "n,,n=user,r=", "08P01"],
    ["a nonce with a space", "n,,n=user,r=a b", "08P01"],
    ["nothing", "", "08P01"],
    ["commas only", ",".repeat(60_000), "08P01"],
  ])("refuses a first message with %s", (_, first, code) => {
    expect(() => new ScramExchange().first(first)).toThrowError(
      expect.objectContaining({ code }),
    );
  });

  it.each([
    ["no proof", RFC.clientFinal.replace(/,p=.*/, "")],
    ["half a proof", RFC.clientFinal.replace(/,p=.*/, ",p=dHzb")],
    ["another nonce", RFC.clientFinal.replace("r=rOpr", "r=rOps")],
    ["another channel binding", RFC.clientFinal.replace("c=biws", "c=eSws")],
    ["nothing", ""],
  ])("refuses a final message with %s", async (_, final) => {
    await expect(begun().final(final, "pencil")).rejects.toMatchObject({
      code: "08P01",
    });
  });
});

describe("passwordForms", () => {
  it.each([
    ["pencil", ["pencil"]],
    ["", [""]],
    // RFC 4013, section 3
    ["I\u00adX", ["IX", "I\u00adX"]],
    ["\u00aa", ["a", "\u00aa"]],
    ["\u2168", ["IX", "\u2168"]],
    ["a\u00a0b", ["a b", "a\u00a0b"]],
    ["\u00ad", ["\u00ad"]],
  ])("normalizes %j", (password, forms) => {
    expect(passwordForms(password)).toEqual(forms);
  });
});

describe("md5Response", () => {
  it("is the digest that the protocol describes", () => {
    const md5 = (bytes: Buffer) =>
      createHash("md5").update(bytes).digest("hex");
    const salt = Buffer.from([1, 2, 3, 4]);
    const stored = md5(Buffer.from("secretanna"));
    const expected = md5(Buffer.concat([Buffer.from(stored), salt]));
    expect(md5Response("anna", "secret", salt)).toBe(`md5${expected}`);
  });
});

describe("equalSecrets", () => {
  it.each([
    ["a", "a", true],
    ["a", "b", false],
    ["a", "aa", false],
    ["", "", true],
    ["é", "é", true],
  ])("compares %j and %j", (one, other, equal) => {
    expect(equalSecrets(one, other)).toBe(equal);
  });
});
