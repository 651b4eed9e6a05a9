import { createTheme, Loader } from "@mantine/core";

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
  defaultRadius: "sm",
  components: {
    // A name alone means nothing on a span.
    Loader: Loader.extend({ defaultProps: { role: "progressbar" } }),
  },
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
});
