import {
  type MountedPivot,
  mountPivot,
  type PivotOptions,
} from "./pivot-host.tsx";
import type {
  LookthroughPivotElement,
  PivotProblem,
  PivotStateChange,
  PivotTheme,
} from "./lookthrough-pivot.types.ts";

export type * from "./lookthrough-pivot.types.ts";

const ATTRIBUTES = ["api", "token", "view", "state", "theme"] as const;
type Name = (typeof ATTRIBUTES)[number];

/** The server that sent this script. */
const OWN_ORIGIN = new URL(import.meta.url).origin;

const readTheme = (text: string): PivotTheme =>
  text === "light" || text === "dark" ? text : "auto";

class LookthroughPivot extends HTMLElement implements LookthroughPivotElement {
  static observedAttributes = ATTRIBUTES;

  #values: Record<Name, string> = {
    api: "",
    token: "",
    view: "",
    state: "",
    theme: "auto",
  };
  /** What is shown, which users change. */
  #shown = "";
  #pivot: MountedPivot | undefined;

  connectedCallback(): void {
    for (const name of ATTRIBUTES) this.#upgrade(name);
    // A move within the page disconnects and connects at once.
    if (this.#pivot !== undefined) return;
    const at = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    this.#pivot = mountPivot(at, {
      ...this.#options(),
      onStateChange: (change) => this.#tell(change),
      onError: (problem) => this.#fail(problem),
    });
  }

  disconnectedCallback(): void {
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#pivot?.unmount();
      this.#pivot = undefined;
    });
  }

  attributeChangedCallback(name: Name, _: unknown, value: string | null): void {
    this.#set(name, value ?? "");
  }

  get api(): string {
    return this.#values.api === "" ? OWN_ORIGIN : this.#values.api;
  }
  set api(value: string) {
    this.#set("api", value);
  }
  get token(): string {
    return this.#values.token;
  }
  set token(value: string) {
    this.#set("token", value);
  }
  get view(): string {
    return this.#values.view;
  }
  set view(value: string) {
    this.#set("view", value);
  }
  get state(): string {
    return this.#shown;
  }
  set state(value: string) {
    this.#set("state", value);
  }
  get theme(): PivotTheme {
    return readTheme(this.#values.theme);
  }
  set theme(value: PivotTheme) {
    this.#set("theme", value);
  }

  #set(name: Name, value: string): void {
    const former = this.#values[name];
    this.#values[name] = value;
    if (name === "state") this.#shown = value;
    // Another view has another state; before the first both are what was asked for.
    const isOther = name === "view" && value !== former;
    if (isOther && this.#pivot !== undefined) this.#shown = "";
    this.#pivot?.update(this.#options());
  }

  /** A property set before this class was there hides the accessor. */
  #upgrade(name: Name): void {
    if (!Object.hasOwn(this, name)) return;
    const value = this[name];
    delete (this as Partial<Record<Name, string>>)[name];
    this.#set(name, value);
  }

  #options(): Omit<PivotOptions, "onStateChange" | "onError"> {
    return {
      api: this.api.replace(/\/$/, ""),
      token: this.token,
      view: this.view,
      state: this.#shown,
      theme: this.theme,
    };
  }

  #tell(detail: PivotStateChange): void {
    this.#shown = detail.state;
    this.#values.view = detail.view;
    this.#pivot?.update(this.#options());
    this.dispatchEvent(
      new CustomEvent("state-change", { detail, bubbles: true }),
    );
  }

  #fail(detail: PivotProblem): void {
    this.dispatchEvent(new CustomEvent("error", { detail }));
  }
}

if (customElements.get("lookthrough-pivot") === undefined) {
  customElements.define("lookthrough-pivot", LookthroughPivot);
}
