import { createElement, type CSSProperties, type ReactElement } from "react";
import "./lookthrough-pivot.js";
import type {
  LookthroughPivotElement,
  PivotProblem,
  PivotStateChange,
  PivotTheme,
} from "./lookthrough-pivot.js";

export interface LookthroughPivotProps {
  /** Origin of the Lookthrough server. @default that of the script */
  api?: string;
  /** API token. @default none */
  token?: string;
  view?: string;
  /** Shows this when it changes; users may change it further. */
  state?: string;
  theme?: PivotTheme;
  onStateChange?: (change: PivotStateChange) => void;
  onError?: (problem: PivotProblem) => void;
  className?: string;
  style?: CSSProperties;
  ref?: (element: LookthroughPivotElement | null) => void;
}

/** The pivot as a component of React 19 or newer. */
export function LookthroughPivot({
  onStateChange,
  onError,
  className,
  ...props
}: LookthroughPivotProps): ReactElement {
  return createElement("lookthrough-pivot", {
    ...props,
    class: className,
    "onstate-change": (event: CustomEvent<PivotStateChange>) =>
      onStateChange?.(event.detail),
    onerror: (event: CustomEvent<PivotProblem>) => onError?.(event.detail),
  });
}
