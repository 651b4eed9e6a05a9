import workerUrl from "./xlsx-worker.ts?worker&url";
import type { Written } from "./xlsx-worker.ts";

/**
 * Browsers start workers only from the page's own origin, but let a worker import
 * modules from others: an embedded pivot's script may lie elsewhere.
 */
function ownAddress(url: URL): string {
  if (url.origin === location.origin) return url.href;
  const text = `import ${JSON.stringify(url.href)};`;
  return URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
}

const started = (worker: Worker): Promise<boolean> =>
  new Promise((resolve) => {
    worker.addEventListener("error", () => resolve(false), { once: true });
    worker.addEventListener(
      "message",
      ({ data }: MessageEvent<Written>) => resolve(data === "ready"),
      { once: true },
    );
  });

/** The worker that writes workbooks; undefined where a page may not have one. */
export async function startWorker(): Promise<Worker | undefined> {
  const url = new URL(workerUrl, import.meta.url);
  const address = ownAddress(url);
  try {
    const worker = new Worker(address, { type: "module" });
    if (await started(worker)) return worker;
    worker.terminate();
    return undefined;
  } catch {
    // The page's Content-Security-Policy.
    return undefined;
  } finally {
    if (address !== url.href) URL.revokeObjectURL(address);
  }
}
