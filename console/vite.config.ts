import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { mockApi } from "./mock/plugin.ts";

/** `--mode mock` answers /api from memory; every other mode forwards it to a running server. */
export default defineConfig(({ mode }) => ({
  base: "/console/",
  plugins: [react(), ...(mode === "mock" ? [mockApi()] : [])],
  server: mode === "mock" ? {} : { proxy: { "/api": "http://127.0.0.1:8080" } },
  build: {
    target: "es2022",
    // The card page is an entry of its own: it must work by itself, without a network.
    rollupOptions: { input: { index: "index.html", card: "card.html" } },
    sourcemap: false,
    // Inlined assets would be data: URLs, which the policy allows for images alone.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
  test: {
    environment: "jsdom",
    setupFiles: ["./vitest.setup.ts"],
    include: ["src/**/*.test.{ts,tsx}"],
    css: false,
    testTimeout: 90_000,
  },
}));
