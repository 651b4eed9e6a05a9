import { CloseButton, Loader } from "@mantine/core";
import {
  type CSSProperties,
  type KeyboardEvent,
  lazy,
  Suspense,
  useEffect,
  useRef,
} from "react";
import { type DrawerPanel, useExplorer } from "../explorer-context.ts";
import { DrawerEdge } from "./DrawerEdge.tsx";
import { targetTitle } from "./target-title.ts";
import { useDrawerWidth } from "./use-drawer-width.ts";
import "./drawer.css";

const DrillPanel = lazy(async () => ({
  default: (await import("./DrillPanel.tsx")).DrillPanel,
}));
const InspectorPanel = lazy(async () => ({
  default: (await import("./InspectorPanel.tsx")).InspectorPanel,
}));
const ExplainPanel = lazy(async () => ({
  default: (await import("./ExplainPanel.tsx")).ExplainPanel,
}));
const ChartPanel = lazy(async () => ({
  default: (await import("./ChartPanel.tsx")).ChartPanel,
}));

interface Props {
  panel: DrawerPanel;
  onClose: () => void;
}

const TITLES: Record<DrawerPanel["kind"], string> = {
  drill: "Rows behind",
  inspector: "Queries",
  chart: "Chart",
  explain: "Explain",
};

const titleOf = (panel: DrawerPanel) =>
  panel.kind === "drill" || panel.kind === "explain"
    ? `${TITLES[panel.kind]} ${targetTitle(panel.target)}`
    : TITLES[panel.kind];

function Content({ panel }: { panel: DrawerPanel }) {
  switch (panel.kind) {
    case "drill":
      return <DrillPanel target={panel.target} />;
    case "explain":
      return <ExplainPanel target={panel.target} />;
    case "inspector":
      return <InspectorPanel target={panel.target} />;
    case "chart":
      return <ChartPanel />;
  }
}

/** Tells panels apart, so that each cell's begins anew. */
const panelKey = (panel: DrawerPanel) =>
  panel.kind === "chart" || panel.target === undefined
    ? panel.kind
    : `${panel.kind} ${panel.target.row.key} ${panel.target.column?.key ?? ""}`;

/** What stands beside the grid, about a cell or about all of it. */
export function Drawer({ panel, onClose }: Props) {
  const { view } = useExplorer();
  const heading = useRef<HTMLHeadingElement>(null);
  const frame = useRef<HTMLElement>(null);
  const [width, setWidth] = useDrawerWidth();
  const key = `${view.name} ${panelKey(panel)}`;

  useEffect(() => heading.current?.focus({ preventScroll: true }), [key]);
  useEffect(() => {
    const grid = frame.current?.parentElement;
    return () => {
      // The menu it was opened from is gone, so that the grid has the focus again.
      grid?.querySelector<HTMLElement>("[role='treegrid']")?.focus({
        preventScroll: true,
      });
    };
  }, []);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    // Menus opened from here lie elsewhere in the page and close by themselves.
    const isInside = event.currentTarget.contains(event.target as Node);
    if (event.key !== "Escape" || event.defaultPrevented || !isInside) return;
    event.stopPropagation();
    onClose();
  };

  return (
    <aside
      ref={frame}
      className="drawer"
      aria-label={titleOf(panel)}
      data-region="drawer"
      data-panel={panel.kind}
      data-sized={width === undefined ? undefined : ""}
      style={
        width === undefined
          ? undefined
          : ({ "--drawer-width": `${width}px` } as CSSProperties)
      }
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <DrawerEdge width={width} onResize={setWidth} />
      <header className="drawer-head">
        <h2 ref={heading} tabIndex={-1}>
          {titleOf(panel)}
        </h2>
        <CloseButton
          aria-label="Close"
          title="Close (Escape)"
          onClick={onClose}
        />
      </header>
      <Suspense
        key={key}
        fallback={
          <div className="drawer-waiting" aria-busy="true">
            <Loader size="sm" aria-label="Opening" />
          </div>
        }
      >
        <Content panel={panel} />
      </Suspense>
    </aside>
  );
}
