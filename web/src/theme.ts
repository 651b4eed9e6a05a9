import {
  Button,
  createTheme,
  defaultVariantColorsResolver,
  Loader,
  parseThemeColor,
} from "@mantine/core";

const darker = (color: string, percent: number) =>
  `color-mix(in srgb, var(--mantine-color-${color}-9), black ${percent}%)`;

export const theme = createTheme({
  primaryColor: "cyan",
  primaryShade: { light: 8, dark: 7 },
  colors: {
    // The page's own blue-greys (page.css), so that menus match the table.
    dark: [
      "#e4e9ee",
      "#c3ccd4",
      "#9aa7b3",
      "#6f7d89",
      "#46525d",
      "#2c353d",
      "#1f262d",
      "#14181c",
      "#101417",
      "#0b0e10",
    ],
  },
  // Mantine writes white on whatever is filled, 3.4 to 1 on our cyan in the dark.
  variantColorResolver(input) {
    const colours = defaultVariantColorsResolver(input);
    const { color, isThemeColor } = parseThemeColor(input);
    if (input.variant !== "filled" || !isThemeColor) return colours;
    return color === input.theme.primaryColor
      ? {
          ...colours,
          background: "var(--accent)",
          hover: "color-mix(in srgb, var(--accent), var(--ink) 12%)",
          color: "var(--page)",
        }
      : {
          ...colours,
          background: darker(color, 25),
          hover: darker(color, 35),
          color: "var(--mantine-color-white)",
        };
  },
  defaultRadius: "sm",
  components: {
    // Named, or the rule above is not asked.
    Button: Button.extend({ defaultProps: { variant: "filled" } }),
    // A name alone means nothing on a span.
    Loader: Loader.extend({ defaultProps: { role: "progressbar" } }),
  },
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
});
