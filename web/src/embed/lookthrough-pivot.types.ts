/** Colours of an embedded pivot; `auto` follows the system. */
export type PivotTheme = "light" | "dark" | "auto";

/** What `state-change` tells: the view and the whole state, as links carry it. */
export interface PivotStateChange {
  view: string;
  /** A query string without the question mark; give it back as `state`. */
  state: string;
}

/** What `error` tells. */
export interface PivotProblem {
  message: string;
  /** Status of HTTP; undefined when no answer came. */
  status: number | undefined;
}

/** `<lookthrough-pivot>`: every attribute is a property as well. */
export interface LookthroughPivotElement extends HTMLElement {
  /** Origin of the Lookthrough server. @default that of the script */
  api: string;
  /** API token; as a property it does not stand in the page. Empty = none. */
  token: string;
  /** View of the model to start from, where there is no state. */
  view: string;
  /** What is shown: set it to show something else. */
  state: string;
  /** @default "auto" */
  theme: PivotTheme;
}

/** Events of `<lookthrough-pivot>`; `state-change` bubbles. */
export interface LookthroughPivotEventMap {
  "state-change": CustomEvent<PivotStateChange>;
  error: CustomEvent<PivotProblem>;
}
