import { Button } from "@mantine/core";
import { useEffect, useState } from "react";

interface Props {
  text: () => string;
  /** What is copied, for those who do not see where the button stands. */
  label: string;
  /** What the button shows. */
  children?: string;
}

/** Milliseconds for which the button says what became of it. */
const TOLD_FOR = 2_000;

/** Copies a text and says so, or that the browser refused. */
export function CopyButton({ text, label, children = "Copy" }: Props) {
  const [told, setTold] = useState<"Copied" | "Not copied">();

  useEffect(() => {
    if (told === undefined) return;
    const timer = setTimeout(() => setTold(undefined), TOLD_FOR);
    return () => clearTimeout(timer);
  }, [told]);

  const copy = async () => {
    try {
      // Throws also where there is no clipboard: neither on loopback nor encrypted.
      await navigator.clipboard.writeText(text());
      setTold("Copied");
    } catch {
      setTold("Not copied");
    }
  };
  return (
    <Button
      size="compact-xs"
      variant="default"
      aria-label={told === undefined ? label : `${told}: ${label}`}
      onClick={() => void copy()}
    >
      {told ?? children}
    </Button>
  );
}
