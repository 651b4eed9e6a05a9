import { createRoot } from "react-dom/client";
import { EmbeddedPivot, type EmbeddedPivotProps } from "./EmbeddedPivot.tsx";
import "./embed.css";
import { adoptStyles } from "./styles.ts";
import { ROOT_CLASS } from "./scope-css.ts";

/** What an embedded pivot shows, and whom it tells. */
export type PivotOptions = Omit<EmbeddedPivotProps, "root" | "portal">;

export interface MountedPivot {
  /** Shows something else; what is left out stays as it is. */
  update: (change: Partial<PivotOptions>) => void;
  unmount: () => void;
}

/**
 * Shows a pivot in an element or a shadow root, with its styles: nothing of it
 * reaches the rest of the page.
 */
export function mountPivot(
  at: HTMLElement | ShadowRoot,
  options: PivotOptions,
): MountedPivot {
  const dropStyles = adoptStyles(at.getRootNode() as Document | ShadowRoot);
  const root = document.createElement("div");
  root.className = ROOT_CLASS;
  // Inside, so that menus get the same styles and colours.
  const portal = document.createElement("div");
  const content = document.createElement("div");
  content.className = "lookthrough-content";
  root.append(content, portal);
  at.append(root);

  let shown = options;
  const react = createRoot(content);
  const render = () =>
    react.render(<EmbeddedPivot {...shown} root={root} portal={portal} />);
  render();
  return {
    update(change) {
      shown = { ...shown, ...change };
      render();
    },
    unmount() {
      react.unmount();
      root.remove();
      dropStyles();
    },
  };
}
