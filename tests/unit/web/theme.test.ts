import { readFileSync } from "node:fs";
import { DEFAULT_THEME, mergeMantineTheme } from "@mantine/core";
import { describe, expect, it } from "vitest";
import { theme as ours } from "../../../web/src/theme.ts";

const theme = mergeMantineTheme(DEFAULT_THEME, ours);
const css = readFileSync("web/src/colours.css", "utf8");

/** The page's own colours in a scheme, by name. */
function ownColours(scheme: string): Map<string, string> {
  const [, block = ""] =
    new RegExp(`scheme="${scheme}"\\] \\{([^}]*)`).exec(css) ?? [];
  return new Map(
    [...block.matchAll(/(--[\w-]+): (#\w+)/g)].map(
      ([, name = "", value = ""]) => [name, value],
    ),
  );
}

type Channels = readonly number[];

/** Channels, 0 to 255, of what the theme writes for a colour. */
function channels(text: string, scheme: string): Channels {
  const mixed = /^color-mix\(in srgb, (.+), (.+) (\d+)%\)$/.exec(text);
  if (mixed !== null) {
    const [, first = "", second = "", share] = mixed;
    const [a, b] = [channels(first, scheme), channels(second, scheme)];
    const part = Number(share) / 100;
    return a.map((value, at) => value * (1 - part) + (b[at] ?? 0) * part);
  }
  const [, name, shade] = /--mantine-color-(\w+)-(\d)/.exec(text) ?? [];
  const [, variable = ""] = /^var\((.+)\)$/.exec(text) ?? [];
  const hex =
    text === "black"
      ? "#000000"
      : variable === "--mantine-color-white"
        ? "#ffffff"
        : name !== undefined
          ? theme.colors[name]?.[Number(shade)]
          : ownColours(scheme).get(variable);
  if (hex === undefined) throw new Error(`no colour: ${text}`);
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}

/** Relative luminance of WCAG 2.2. */
const luminance = (colour: Channels) => {
  const [red = 0, green = 0, blue = 0] = colour
    .map((value) => value / 255)
    .map((share) =>
      share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4,
    );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

describe("filled buttons", () => {
  it.each(
    ["light", "dark"].flatMap((scheme) =>
      Object.keys(theme.colors).map((color) => [color, scheme] as const),
    ),
  )("in %s have a contrast of 4.5 to 1 in %s colours", (color, scheme) => {
    const colours = theme.variantColorResolver({
      color,
      theme,
      variant: "filled",
    });
    const ink = luminance(channels(colours.color, scheme));
    for (const ground of [colours.background, colours.hover]) {
      const back = luminance(channels(ground, scheme));
      const ratio = (Math.max(ink, back) + 0.05) / (Math.min(ink, back) + 0.05);
      expect(ratio, ground).toBeGreaterThanOrEqual(4.5);
    }
  });
});
