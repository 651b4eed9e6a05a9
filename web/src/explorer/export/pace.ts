/** Longest that work holds the screen at a time, milliseconds. */
const SLICE_MS = 30;

/** A turn of the event loop. Not a timer: those wait a second in hidden tabs. */
const turn = () =>
  new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });

/**
 * Gives long work to the screen in slices: await it after every step.
 *
 * @throws the reason of `signal`
 */
export function pacer(signal: AbortSignal): () => Promise<void> {
  let begin = performance.now();
  return async () => {
    if (performance.now() - begin < SLICE_MS) return;
    await turn();
    signal.throwIfAborted();
    begin = performance.now();
  };
}
