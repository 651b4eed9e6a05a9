import { useEffect, useState } from "react";

const TICK = 250;

/** Whole seconds since a moment of the performance clock, as they pass. */
export function useSeconds(since: number): number {
  const [now, setNow] = useState(since);
  useEffect(() => {
    const look = () => setNow(performance.now());
    look();
    const timer = setInterval(look, TICK);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.floor((now - since) / 1000));
}
