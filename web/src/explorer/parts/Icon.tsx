const PATHS = {
  undo: "M9 14 4 9l5-5M4 9h9a7 7 0 0 1 0 14h-3",
  redo: "m15 14 5-5-5-5M20 9h-9a7 7 0 0 0 0 14h3",
  reset: "M4 5v5h5M4.6 10A8.5 8.5 0 1 1 4 14.5",
  share:
    "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7L12 7M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7L12 17",
  help: "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20ZM9.2 9a2.9 2.9 0 1 1 4.4 2.6c-1 .6-1.6 1.2-1.6 2.4M12 17.5v.1",
  swap: "M7 4 3 8l4 4M3 8h14M17 12l4 4-4 4M21 16H7",
  fields: "M4 5h16v14H4ZM10 5v14M5.5 9h2.5M5.5 12h2.5M5.5 15h2.5",
  chart: "M4 20V4M4 20h16M8 16v-5M12 16V7M16 16v-8",
  inspect: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM16 16l5 5",
  close: "M6 6l12 12M18 6 6 18",
  levels: "M4 5h12M8 11h12M12 17h8M4 9v8M2 15l2 2.5L6 15",
  plus: "M12 5v14M5 12h14",
} as const;

/** A line drawing that the text beside it, or the label around it, explains. */
export const Icon = ({ name }: { name: keyof typeof PATHS }) => (
  <svg className="line-icon" viewBox="0 0 24 24" aria-hidden>
    <path d={PATHS[name]} />
  </svg>
);
