import { useEffect, useState } from "react";
import { formatMilliseconds } from "../pivot/format.ts";

interface Props {
  /** Of the performance clock. */
  since: number;
}

const TICK = 100;

/** Time that something takes which is not over. */
export function Elapsed({ since }: Props) {
  const [now, setNow] = useState(since);
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), TICK);
    return () => clearInterval(timer);
  }, []);
  return <>{formatMilliseconds(Math.max(0, now - since))}</>;
}
