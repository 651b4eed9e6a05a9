import {
  isMantineColorScheme,
  SegmentedControl,
  useMantineColorScheme,
} from "@mantine/core";

const SUN =
  "M12 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10ZM12 1v3M12 20v3M1 12h3M20 12h3M4.2 4.2l2.1 2.1M17.7 17.7l2.1 2.1M4.2 19.8l2.1-2.1M17.7 6.3l2.1-2.1";
const MOON = "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z";
const SCREEN = "M3 5h18v11H3ZM9 20h6M12 16v4";

const CHOICES = [
  { value: "light", title: "Light", path: SUN },
  { value: "dark", title: "Dark", path: MOON },
  { value: "auto", title: "As the system", path: SCREEN },
];

export function ThemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SegmentedControl
      aria-label="Colours"
      size="xs"
      value={colorScheme}
      onChange={(value) => {
        if (isMantineColorScheme(value)) setColorScheme(value);
      }}
      data={CHOICES.map(({ value, title, path }) => ({
        value,
        label: (
          <svg
            className="icon"
            viewBox="0 0 24 24"
            role="img"
            aria-label={title}
          >
            <title>{title}</title>
            <path d={path} />
          </svg>
        ),
      }))}
    />
  );
}
