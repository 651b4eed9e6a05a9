import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { ExplorerControls } from "./explorer-controls.ts";
import type { ExplorerPage } from "./explorer-page.ts";
import { closePage, startWeb, type WebStack } from "./web-stack.ts";

/** The pivot page as a test finds it. */
export interface PivotSession {
  page: Page;
  controls: ExplorerControls;
  pivot: ExplorerPage;
}

interface Options {
  /** Told once, when the service runs. */
  onStart?: (stack: WebStack) => Promise<void> | void;
  /** Told before each test, when its page shows all numbers. */
  onOpen: (session: PivotSession) => void;
  /** Query string of the page. @default the view of a first visit */
  search?: string;
}

/** Opens the pivot page anew before each test of the file that calls this. */
export function openPivotBeforeEach({
  onStart,
  onOpen,
  search,
}: Options): void {
  let stack: WebStack;
  let page: Page | undefined;
  beforeAll(async () => {
    stack = await startWeb();
    await onStart?.(stack);
  });
  afterAll(() => stack?.stop());
  beforeEach(async () => {
    page = await stack.newPage();
    const controls = new ExplorerControls(page);
    const { pivot } = controls;
    await pivot.open(`${stack.apiUrl}/${search ?? ""}`);
    onOpen({ page, controls, pivot });
  });
  afterEach(() => closePage(page));
}
