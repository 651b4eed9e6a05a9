import { useLocalStorage } from "@mantine/hooks";

/** Pixels of the narrowest drawer. */
export const LEAST_DRAWER = 320;
/** Pixels it leaves to grid and shelves; the same in DrawerEdge.css. */
export const LEAST_GRID = 300;

/** The width that was stored; undefined = none that a drawer can have. */
function readWidth(text: string | undefined): number | undefined {
  const width = Number(text);
  return Number.isInteger(width) && width >= LEAST_DRAWER ? width : undefined;
}

/**
 * The chosen width of the drawer in pixels, which the browser remembers where it
 * can; undefined = the usual one.
 */
export function useDrawerWidth(): [
  number | undefined,
  (width: number | undefined) => void,
] {
  const [width, setWidth, reset] = useLocalStorage<number | undefined>({
    key: "lookthrough.drawer-width",
    deserialize: readWidth,
    serialize: String,
    getInitialValueInEffect: false,
  });
  return [width, (next) => (next === undefined ? reset() : setWidth(next))];
}
