import { type RefObject, useEffect } from "react";

/** The focused element of the document or shadow tree an element lies in. */
export const focusedBeside = (element: HTMLElement): HTMLElement | null => {
  const { activeElement } = element.getRootNode() as Document | ShadowRoot;
  return activeElement instanceof HTMLElement ? activeElement : null;
};

/** Whether the focus went with what had it: keys then reach nothing. */
export const isFocusLost = (): boolean => {
  const { activeElement, body } = document;
  return activeElement === null || activeElement === body;
};

/** Takes the focus when what had it inside goes, or is disabled. */
export function useKeptFocus(container: RefObject<HTMLElement | null>) {
  useEffect(() => {
    const element = container.current;
    if (element === null) return;
    const keep = () => {
      const focused = focusedBeside(element);
      const isStuck =
        focused !== null &&
        element.contains(focused) &&
        focused.matches(":disabled");
      if (isStuck || isFocusLost()) element.focus({ preventScroll: true });
    };
    const observer = new MutationObserver(keep);
    observer.observe(element, {
      attributeFilter: ["disabled"],
      childList: true,
      subtree: true,
    });
    return () => observer.disconnect();
  }, [container]);
}
