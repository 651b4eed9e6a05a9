import { type RefObject, useEffect, useEffectEvent } from "react";

/** What the keys of the whole page do. */
export interface PageKeys {
  undo: () => void;
  redo: () => void;
  search: () => void;
  help: () => void;
}

const FOCUSABLE =
  "[role=treeitem][tabindex='0'], [role=treegrid], button:not([disabled]), input, [tabindex='0']";

/** Inputs that take no text, so that a letter typed there means the page. */
const WITHOUT_TEXT = new Set(["checkbox", "radio", "button", "range", "file"]);

/** Whether a key press writes text; a drop-down list is an input that cannot be written in. */
export const isTyping = (
  target: Pick<HTMLElement, "tagName" | "isContentEditable"> &
    Partial<Pick<HTMLInputElement, "type" | "readOnly">>,
): boolean =>
  target.isContentEditable ||
  (target.tagName === "TEXTAREA" && target.readOnly !== true) ||
  (target.tagName === "INPUT" &&
    target.readOnly !== true &&
    !WITHOUT_TEXT.has(target.type ?? "text"));

/** Focuses the next region that is there, or the one before. */
function walkRegions(
  root: HTMLElement,
  names: readonly string[],
  from: HTMLElement,
  step: 1 | -1,
) {
  const regions = names.flatMap((name) => [
    ...root.querySelectorAll<HTMLElement>(`[data-region="${name}"]`),
  ]);
  const at = regions.findIndex((region) => region.contains(from));
  const start = at < 0 && step < 0 ? 0 : at;
  const next = regions[(start + step + regions.length) % regions.length];
  const goal = next?.matches(FOCUSABLE)
    ? next
    : next?.querySelector<HTMLElement>(FOCUSABLE);
  goal?.focus();
}

/**
 * Listens for the page's keys; another pivot's keys and those of a dialog are
 * not its own. The links above it are part of the page.
 *
 * @param regions names of `data-region`, in the order F6 walks them
 */
export function useKeys(
  root: RefObject<HTMLElement | null>,
  regions: readonly string[],
  keys: PageKeys,
): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const page = root.current;
    const target = event.composedPath()[0];
    if (page === null || event.defaultPrevented) return;
    const isOurs =
      target === document.body ||
      (target instanceof HTMLElement &&
        (page.closest("[data-page]") ?? page).contains(target));
    if (!isOurs) return;
    const run = (action: () => void) => {
      event.preventDefault();
      action();
    };
    const { key, shiftKey } = event;
    if (key === "F6") {
      const from = target instanceof HTMLElement ? target : page;
      run(() => walkRegions(page, regions, from, shiftKey ? -1 : 1));
      return;
    }
    if (target instanceof HTMLElement && isTyping(target)) return;
    if (event.ctrlKey || event.metaKey) {
      const letter = key.toLowerCase();
      if (letter === "y" || (letter === "z" && shiftKey)) run(keys.redo);
      else if (letter === "z") run(keys.undo);
      return;
    }
    if (event.altKey) return;
    if (key === "/") run(keys.search);
    else if (key === "?") run(keys.help);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}
