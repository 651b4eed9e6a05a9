const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

type StopSignal = keyof typeof EXIT_CODES;

/** npm passes a Ctrl-C on that the terminal has sent already: one key, two signals. */
const SAME_KEY_MS = 100;

/** A stop that somebody has asked for. */
export interface StopRequest {
  /** Aborts at the first signal. */
  signal: AbortSignal;
  /** 128 + number of the signal; undefined while nobody asked. */
  exitCode(): number | undefined;
  /** Signals act as they did before. */
  dispose(): void;
}

/**
 * The first SIGINT, SIGTERM or SIGHUP asks for a stop, which the caller carries
 * out; another one ends the process at once.
 *
 * @param announce called at the first signal
 */
export function stopRequest(
  announce: (signal: StopSignal) => void,
): StopRequest {
  const abort = new AbortController();
  let code: number | undefined;
  let since = 0;
  const handle = (signal: StopSignal) => {
    if (code !== undefined) {
      if (performance.now() - since < SAME_KEY_MS) return;
      process.exit(EXIT_CODES[signal]);
    }
    code = EXIT_CODES[signal];
    since = performance.now();
    announce(signal);
    abort.abort();
  };
  const signals = Object.keys(EXIT_CODES) as StopSignal[];
  for (const signal of signals) process.on(signal, handle);
  return {
    signal: abort.signal,
    exitCode: () => code,
    dispose() {
      for (const signal of signals) process.off(signal, handle);
    },
  };
}
