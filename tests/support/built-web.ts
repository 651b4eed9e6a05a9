import chromium from "@sparticuz/chromium";
import {
  buildWeb,
  CLIENT,
  EMBED,
  isWebBuildStale,
} from "../../server/web-build.ts";

/**
 * What browser tests need, made once before the first: files that run at the
 * same time would build into the same folders, and unpack the same browser.
 */
export default async function setup(): Promise<void> {
  for (const build of [CLIENT, EMBED]) {
    if (isWebBuildStale("web", build)) {
      await buildWeb("web", AbortSignal.timeout(180_000), build);
    }
  }
  await chromium.executablePath();
}
