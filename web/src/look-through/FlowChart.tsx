import { Button, useComputedColorScheme } from "@mantine/core";
import { SankeyChart } from "echarts/charts";
import { AriaComponent, TooltipComponent } from "echarts/components";
import { type ECharts, init, use as register } from "echarts/core";
import { CanvasRenderer, SVGRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import { saveUrl } from "../files/save-url.ts";
import { formatAmount } from "./figures.ts";
import type { Flow } from "./flow.ts";
import { type ChartLink, flowGraph } from "./flow-option.ts";
import { usePage } from "./page-context.ts";

register([
  SankeyChart,
  TooltipComponent,
  AriaComponent,
  SVGRenderer,
  CanvasRenderer,
]);

/** Pixels per node, and of them between two nodes: a line of text. */
const NODE_HEIGHT = 30;
const NODE_GAP = 16;
const escapeHtml = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const labelOf = (name: string) => name.slice(name.indexOf("/") + 1);

/** A chart as a PNG of twice its size, as a data URL: only a canvas makes one. */
function pictureOf(chart: ECharts, background: string): string {
  const copy = init(document.createElement("div"), null, {
    renderer: "canvas",
    width: chart.getWidth(),
    height: chart.getHeight(),
  });
  try {
    copy.setOption(chart.getOption());
    return copy.getDataURL({
      type: "png",
      pixelRatio: 2,
      backgroundColor: background,
    });
  } finally {
    copy.dispose();
  }
}

/** The flows as a sankey diagram; pointing at a part highlights its paths. */
export function FlowChart({ flow }: { flow: Flow }) {
  const { format } = usePage();
  const scheme = useComputedColorScheme();
  const frame = useRef<HTMLDivElement>(null);
  const shown = useRef<ECharts>(undefined);
  const { nodes, links } = flowGraph(flow);
  const tallest = Math.max(
    ...[0, 1, 2].map(
      (depth) => nodes.filter((node) => node.depth === depth).length,
    ),
  );
  const height = Math.max(320, tallest * NODE_HEIGHT);
  const drawn = JSON.stringify({ nodes, links });

  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const style = getComputedStyle(element);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const chart: ECharts = init(element, null, { renderer: "svg" });
    shown.current = chart;
    const graph = JSON.parse(drawn) as {
      nodes: { name: string; depth: number; label: string }[];
      links: ChartLink[];
    };
    const narrow = element.clientWidth < 560;
    chart.setOption({
      animation: false,
      aria: { enabled: false },
      textStyle: { fontFamily: style.fontFamily },
      tooltip: {
        trigger: "item",
        confine: true,
        backgroundColor: colour("--raised"),
        borderColor: colour("--line-strong"),
        textStyle: { color: colour("--ink"), fontSize: 12 },
        formatter: ({ dataType, name, data }: TooltipItem) =>
          dataType === "edge" && data.source && data.target
            ? `${escapeHtml(labelOf(data.source))} › ${escapeHtml(labelOf(data.target))}<br>${formatAmount(data.amount, format)}`
            : escapeHtml(labelOf(name)),
      },
      series: [
        {
          type: "sankey",
          left: 4,
          right: narrow ? 64 : 90,
          top: 8,
          bottom: 8,
          nodeWidth: 10,
          nodeGap: NODE_GAP,
          draggable: false,
          emphasis: { focus: "trajectory" },
          label: {
            color: colour("--ink"),
            fontSize: 12,
            formatter: ({ name }: { name: string }) => labelOf(name),
          },
          data: graph.nodes.map(({ name, depth }) => ({
            name,
            depth,
            itemStyle: {
              borderWidth: 0,
              color: /\/(Other|Unmapped)$/.test(name)
                ? colour("--line-strong")
                : colour(["--accent", "--raw", "--rollup"][depth] ?? "--ink"),
            },
          })),
          links: graph.links.map((link) => ({
            ...link,
            lineStyle: {
              curveness: 0.5,
              opacity: 0.32,
              color:
                link.amount < 0 ? colour("--negative") : colour("--accent"),
            },
          })),
        },
      ],
    });
    const resize = new ResizeObserver(() => chart.resize());
    resize.observe(element);
    return () => {
      resize.disconnect();
      chart.dispose();
    };
  }, [drawn, format, scheme]);

  const save = () => {
    const { current: chart } = shown;
    const element = frame.current;
    if (chart === undefined || element === null) return;
    const page = getComputedStyle(element).getPropertyValue("--page").trim();
    saveUrl(pictureOf(chart, page), "flow.png");
  };
  return (
    <>
      <div
        ref={frame}
        className="lt-flow"
        style={{ height }}
        role="img"
        aria-label={`Flow diagram of ${links.length} flows from books through wrappers into holdings; the tables below list them`}
      />
      <Button size="compact-xs" variant="default" onClick={save}>
        Save as PNG
      </Button>
    </>
  );
}

interface TooltipItem {
  dataType: string;
  name: string;
  data: { source?: string; target?: string; amount?: number };
}
