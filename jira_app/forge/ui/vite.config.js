import { defineConfig } from "vite";

export default defineConfig({
  base: "./", // Forge serves the files below a path that nobody knows beforehand
  build: {
    target: "es2022",
    modulePreload: { polyfill: false }, // it would be an inline script
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
});
