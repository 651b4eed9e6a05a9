import { useEffect, useRef, useState } from "react";
import { addressOf, textOfAddress } from "./address.ts";
import { EXAMPLES } from "./examples.ts";

const DRAFT = "lookthrough.sql.draft";
/** Milliseconds without a change after which the address follows. */
const PAUSE = 300;

const readDraft = (): string | null => {
  try {
    return localStorage.getItem(DRAFT);
  } catch {
    return null;
  }
};

const keepDraft = (text: string): void => {
  try {
    localStorage.setItem(DRAFT, text);
  } catch {
    // Storage is full or switched off: the text lasts as long as the page.
  }
};

export interface StatementText {
  /** That of the link, or of the last visit, or an example. */
  initial: string;
  setText: (text: string) => void;
  /** The address carries the text. */
  isInAddress: boolean;
}

/** The text of the editor, in the address where it fits, and kept for the next visit. */
export function useStatementText(): StatementText {
  const [initial] = useState(
    () =>
      textOfAddress(window.location.search) ??
      readDraft() ??
      EXAMPLES[0]?.text ??
      "",
  );
  const [text, setText] = useState(initial);
  const { href, fits } = addressOf(text, window.location.href);

  const unwritten = useRef<() => void>(undefined);
  useEffect(() => {
    const write = () => {
      unwritten.current = undefined;
      keepDraft(text);
      if (href !== window.location.href) {
        window.history.replaceState(window.history.state, "", href);
      }
    };
    unwritten.current = write;
    const timer = setTimeout(write, PAUSE);
    return () => clearTimeout(timer);
  }, [text, href]);

  useEffect(() => {
    const { pathname } = window.location;
    return () => {
      // The form that asks for a token takes the place of the page, not its address.
      if (window.location.pathname === pathname) unwritten.current?.();
    };
  }, []);

  return { initial, setText, isInAddress: fits };
}
