/** Milliseconds for which an answer is taken for the present state. */
const FRESH = 500;
/** Milliseconds a caller waits to be told. */
const TIMEOUT = 1500;
/**
 * Milliseconds without any answer after which the warehouse counts as away.
 * Where all cores are taken, it answers after seconds.
 */
export const SILENCE = 10_000;

/**
 * Asks at most twice a second whether the warehouse answers; never throws, never
 * hangs. A refused connection is a no at once; silence becomes one only after
 * SILENCE, since a warehouse that is merely busy is silent for a while, too.
 */
export function warehouseProbe(
  warehouse: { isUp(): Promise<boolean> },
  now: () => number = Date.now,
): () => Promise<boolean> {
  let asked = 0;
  let told: Promise<boolean> | undefined;
  let underWay: Promise<boolean> | undefined;
  let silentSince: number | undefined;

  const ask = async () => {
    silentSince ??= now();
    try {
      const up = await warehouse.isUp();
      if (up) silentSince = undefined;
      return up;
    } catch {
      return false;
    } finally {
      underWay = undefined;
    }
  };
  const inTime = () => now() - (silentSince ?? now()) < SILENCE;

  return () => {
    if (told === undefined || now() - asked > FRESH) {
      asked = now();
      underWay ??= ask();
      told = orLate(underWay, inTime);
    }
    return told;
  };
}

/** The answer, or what to say when there is none in time. */
function orLate(
  answer: Promise<boolean>,
  late: () => boolean,
): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(late()), TIMEOUT);
  });
  return Promise.race([answer, timeout]).finally(() => clearTimeout(timer));
}
