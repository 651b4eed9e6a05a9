/** Milliseconds for which an answer is taken for the present state. */
const FRESH = 500;
/** Milliseconds after which no answer means that the warehouse is away. */
const TIMEOUT = 1500;

/** Asks at most twice a second whether the warehouse answers; never throws, never hangs. */
export function warehouseProbe(
  warehouse: { isUp(): Promise<boolean> },
  now: () => number = Date.now,
): () => Promise<boolean> {
  let asked = 0;
  let answer: Promise<boolean> | undefined;
  return () => {
    if (answer === undefined || now() - asked > FRESH) {
      asked = now();
      answer = inTime(warehouse.isUp()).catch(() => false);
    }
    return answer;
  };
}

function inTime(answer: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), TIMEOUT);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
