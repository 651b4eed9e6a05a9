let listening = false;

/**
 * Where everything beside the data is said. Whoever stops reading it, as `head`
 * and `grep -m1` do after `2>&1`, does not end the work.
 */
export function standardError(): NodeJS.WriteStream {
  // Without a listener a failed write is thrown and ends the process.
  if (!listening) process.stderr.on("error", () => undefined);
  listening = true;
  return process.stderr;
}
