import seedrandom from "seedrandom";
import { describe, expect, it } from "vitest";
import { SqlError } from "../../../server/sql-api/sql-error.ts";
import {
  type Frame,
  FrameReader,
} from "../../../server/sql-api/wire/frame-reader.ts";
import {
  type FrontendMessage,
  readMessage,
} from "../../../server/sql-api/wire/frontend.ts";
import { sessionLimit } from "../../../server/sql-api/wire/protocol.ts";
import { readStartUp } from "../../../server/sql-api/wire/start-up.ts";
import {
  cutAt,
  damaged,
  randomBytes,
  randomMessage,
  randomStartUp,
} from "../../support/sql-fuzz.ts";

const MESSAGES = 20_000;
const limit = sessionLimit(1024 * 1024);

/** Frames up to the first that breaks the rules, which ends a connection. */
function framesOf(chunks: Buffer[]): { frames: Frame[]; refused: boolean } {
  const reader = new FrameReader();
  const frames: Frame[] = [];
  try {
    for (const chunk of chunks) {
      reader.push(chunk);
      for (;;) {
        const frame = reader.takeMessage(limit);
        if (frame === undefined) break;
        frames.push(frame);
      }
    }
  } catch (error) {
    expect(error).toBeInstanceOf(SqlError);
    return { frames, refused: true };
  }
  return { frames, refused: false };
}

/** Anything but a SqlError is a defect, and fails the test. */
function attempt<T>(read: () => T): T | SqlError {
  try {
    return read();
  } catch (error) {
    if (error instanceof SqlError) return error;
    throw error;
  }
}

describe("any bytes", () => {
  it(`are a message or an error: ${MESSAGES} damaged messages`, () => {
    const random = seedrandom("messages");
    const outcomes = { read: 0, refused: 0, unframed: 0 };
    for (let count = 0; count < MESSAGES; count++) {
      const bytes = damaged(randomMessage(random), random);
      const { frames, refused } = framesOf([bytes]);
      if (refused) outcomes.unframed++;
      for (const frame of frames) {
        const message = attempt<FrontendMessage>(() => readMessage(frame));
        outcomes[message instanceof SqlError ? "refused" : "read"]++;
      }
    }
    // The damage must hit every layer, or nothing was tried.
    expect(outcomes.read).toBeGreaterThan(MESSAGES / 20);
    expect(outcomes.refused).toBeGreaterThan(MESSAGES / 20);
    expect(outcomes.unframed).toBeGreaterThan(MESSAGES / 20);
  });

  it("are the same messages however they are cut", () => {
    const random = seedrandom("cuts");
    for (let round = 0; round < 300; round++) {
      const bytes = Buffer.concat(
        Array.from({ length: 20 }, () =>
          random() < 0.97 ? randomMessage(random) : randomBytes(random, 50),
        ),
      );
      const whole = framesOf([bytes]);
      const cut = framesOf(cutAt(bytes, random));
      const single = framesOf([...bytes].map((byte) => Buffer.of(byte)));
      expect(cut).toEqual(whole);
      expect(single).toEqual(whole);
    }
  });

  it("are a start-up packet or an error", () => {
    const random = seedrandom("start-up");
    const outcomes = { read: 0, refused: 0, waiting: 0 };
    for (let count = 0; count < MESSAGES; count++) {
      const reader = new FrameReader();
      reader.push(damaged(randomStartUp(random), random));
      const packet = attempt(() => {
        const taken = reader.takeStartUp();
        return taken === undefined ? undefined : readStartUp(taken);
      });
      if (packet === undefined) outcomes.waiting++;
      else outcomes[packet instanceof SqlError ? "refused" : "read"]++;
    }
    for (const outcome of Object.values(outcomes)) {
      expect(outcome).toBeGreaterThan(MESSAGES / 20);
    }
  });
});
