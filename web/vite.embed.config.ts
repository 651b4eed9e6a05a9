import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { stylesInScript, typesAndWrapper } from "./embed-assets.ts";

const EMBED = join(import.meta.dirname, "src", "embed");

/** The pivot as a custom element, for pages of others: web/dist-embed. */
export default defineConfig({
  root: import.meta.dirname,
  // Parts are found beside the script, wherever it lies.
  base: "./",
  publicDir: false,
  plugins: [react(), stylesInScript(), typesAndWrapper(EMBED)],
  // A library build leaves it to its users, who load this as it is.
  define: { "process.env.NODE_ENV": '"production"' },
  build: {
    outDir: "dist-embed",
    emptyOutDir: true,
    target: "es2022",
    minify: true,
    cssCodeSplit: false,
    chunkSizeWarningLimit: 1_200,
    lib: {
      entry: { "lookthrough-pivot": join(EMBED, "lookthrough-pivot.ts") },
      formats: ["es"],
    },
    rollupOptions: {
      output: {
        chunkFileNames: "chunks/[name]-[hash].js",
        // Vite leaves the spaces in a library, for the bundlers of its users.
        minify: true,
      },
    },
  },
});
