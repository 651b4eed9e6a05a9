import { BarChart, LineChart } from "echarts/charts";
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
} from "echarts/components";
import { type ECharts, init, use as register } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { formatFigure } from "../grid/cell-format.ts";
import type { ChartData } from "./chart-data.ts";

register([
  AriaComponent,
  BarChart,
  CanvasRenderer,
  GridComponent,
  LegendComponent,
  LineChart,
  TooltipComponent,
]);

export type ChartShape = "bar" | "line" | "stacked";

/** In both colour schemes at least 3:1 against the page. */
const PALETTE = [
  "#2a8fa5",
  "#d9603b",
  "#5b8c2a",
  "#8a63d2",
  "#b58900",
  "#c2447c",
  "#3b78d8",
  "#6b8e8e",
  "#a0652d",
  "#4f9d69",
  "#9a4fb0",
  "#7a8794",
];
const FONT_SIZE = 11;
const ROW_HEIGHT = 22;
const LEAST_HEIGHT = 320;

/** Bars lie, so that names can be read; a timeline runs from left to right. */
const isLying = ({ isTimeline }: ChartData, shape: ChartShape) =>
  !isTimeline && shape !== "line";

/** Pixels a chart needs. */
export const chartHeight = (data: ChartData, shape: ChartShape): number => {
  const bars = shape === "bar" ? Math.max(1, data.series.length * 0.6) : 1;
  return isLying(data, shape)
    ? Math.max(LEAST_HEIGHT, data.places.length * ROW_HEIGHT * bars + 80)
    : LEAST_HEIGHT;
};

export function chartOption(
  data: ChartData,
  shape: ChartShape,
  colour: (name: string) => string,
  fontFamily: string,
): Record<string, unknown> {
  const text = (value: number | null) => formatFigure(value, data.value);
  const short = new Intl.NumberFormat("en-US", {
    notation: "compact",
    maximumFractionDigits: 1,
    style: /percent/.test(data.value.figure) ? "percent" : "decimal",
  });
  const lying = isLying(data, shape);
  const label = { color: colour("--ink"), fontSize: FONT_SIZE };
  const names = {
    type: "category",
    data: data.places,
    inverse: lying,
    axisLabel: {
      ...label,
      hideOverlap: true,
      width: 120,
      overflow: "truncate",
    },
    axisLine: { lineStyle: { color: colour("--line-strong") } },
  };
  const numbers = {
    type: "value",
    axisLabel: {
      ...label,
      hideOverlap: true,
      formatter: (value: number) => short.format(value),
    },
    splitLine: { lineStyle: { color: colour("--line") } },
  };
  const several = data.series.length > 1;
  return {
    animation: false,
    aria: {
      enabled: true,
      label: {
        description: `${data.title}: ${data.series.length} series over ${data.places.length} places; the table below has all numbers`,
      },
    },
    color: PALETTE,
    textStyle: { fontFamily, color: colour("--ink") },
    grid: {
      left: 8,
      right: 16,
      top: several ? 40 : 12,
      bottom: 8,
      containLabel: true,
    },
    legend: {
      show: several,
      type: "scroll",
      top: 0,
      textStyle: label,
      pageTextStyle: label,
    },
    tooltip: {
      trigger: "axis",
      confine: true,
      renderMode: "richText",
      backgroundColor: colour("--raised"),
      borderColor: colour("--line-strong"),
      textStyle: { color: colour("--ink"), fontSize: 12 },
      valueFormatter: (value: number | null) => text(value ?? null),
    },
    xAxis: lying ? numbers : names,
    yAxis: lying ? names : numbers,
    series: data.series.map(({ name, values }) => ({
      name,
      type: shape === "line" ? "line" : "bar",
      stack: shape === "stacked" ? "all" : undefined,
      showSymbol: data.places.length < 40,
      barMaxWidth: 24,
      data: values.map((value) => value ?? null),
    })),
  };
}

export const startChart = (element: HTMLElement): ECharts => init(element);

/** A chart as a PNG of twice the size, as a data URL. */
export const chartImage = (chart: ECharts, background: string): string =>
  chart.getDataURL({
    type: "png",
    pixelRatio: 2,
    backgroundColor: background,
  });
