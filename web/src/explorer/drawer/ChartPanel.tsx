import {
  Button,
  SegmentedControl,
  useComputedColorScheme,
} from "@mantine/core";
import type { ECharts } from "echarts/core";
import { useEffect, useRef, useState } from "react";
import { useExplorer } from "../explorer-context.ts";
import { formatFigure } from "../grid/cell-format.ts";
import { saveUrl } from "../../files/save-url.ts";
import { canStack, type ChartData, chartData } from "./chart-data.ts";
import {
  chartHeight,
  chartImage,
  chartOption,
  type ChartShape,
  startChart,
} from "./chart-option.ts";

const SHAPES: readonly { value: ChartShape; label: string }[] = [
  { value: "bar", label: "Bars" },
  { value: "line", label: "Lines" },
  { value: "stacked", label: "Stacked" },
];

/** The selected cells, or the first level of the view, as a chart and a table. */
export function ChartPanel() {
  const explorer = useExplorer();
  const data = chartData(explorer);
  const [chosen, setChosen] = useState<ChartShape>();
  if (data === undefined) {
    return <p className="drawer-note">There is no value to draw.</p>;
  }
  const stackable = canStack(data);
  const natural = data.isTimeline ? "line" : "bar";
  const shape =
    chosen === undefined || (chosen === "stacked" && !stackable)
      ? natural
      : chosen;
  return (
    <>
      <div className="drawer-bar">
        <SegmentedControl
          size="xs"
          aria-label="Kind of chart"
          value={shape}
          onChange={(next) => setChosen(next)}
          data={SHAPES.map((item) => ({
            ...item,
            disabled: item.value === "stacked" && !stackable,
          }))}
        />
        <span className="grow" />
      </div>
      <div className="drawer-body">
        <h3>{data.title}</h3>
        {data.cut !== "" && <p>{data.cut}</p>}
        <Chart data={data} shape={shape} />
        <ChartTable data={data} />
      </div>
    </>
  );
}

function Chart({ data, shape }: { data: ChartData; shape: ChartShape }) {
  const scheme = useComputedColorScheme();
  const frame = useRef<HTMLDivElement>(null);
  const shown = useRef<ECharts>(undefined);
  const height = chartHeight(data, shape);
  const drawn = JSON.stringify([data.title, data.places, data.series]);
  const latest = useRef(data);
  useEffect(() => {
    latest.current = data;
  });

  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const chart = startChart(element);
    shown.current = chart;
    const resize = new ResizeObserver(() => chart.resize());
    resize.observe(element);
    return () => {
      resize.disconnect();
      chart.dispose();
    };
  }, []);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const style = getComputedStyle(element);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    shown.current?.setOption(
      chartOption(latest.current, shape, colour, style.fontFamily),
      { notMerge: true },
    );
  }, [drawn, shape, scheme]);

  const save = () => {
    const { current: chart } = shown;
    const element = frame.current;
    if (chart === undefined || element === null) return;
    const page = getComputedStyle(element).getPropertyValue("--page").trim();
    saveUrl(chartImage(chart, page), "chart.png");
  };
  return (
    <>
      <div ref={frame} className="chart-frame" role="img" style={{ height }} />
      <Button size="compact-xs" variant="default" onClick={save}>
        Save as PNG
      </Button>
    </>
  );
}

/** The same numbers for those who do not see the chart. */
function ChartTable({ data }: { data: ChartData }) {
  return (
    <div
      className="drawer-scroll"
      role="region"
      aria-label="Table of the chart"
      tabIndex={0}
    >
      <table data-fact="chart">
        <caption className="visually-hidden">{data.title}</caption>
        <thead>
          <tr>
            <td />
            {data.series.map(({ name }) => (
              <th key={name} scope="col" data-numeric>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.places.map((place, index) => (
            <tr key={place}>
              <th scope="row">{place}</th>
              {data.series.map(({ name, values }) => {
                const value = values[index];
                return (
                  <td
                    key={name}
                    data-numeric
                    data-negative={(value ?? 0) < 0 || undefined}
                  >
                    {value === undefined
                      ? "…"
                      : formatFigure(value, data.value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
