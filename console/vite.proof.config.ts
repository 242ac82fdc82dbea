import { defineConfig } from "vite";

/**
 * The portal's proof checker: one file of its own, which the portal serves under its own address. The console's build
 * writes it, since the libraries are the console's; no page of the console loads it.
 */
export default defineConfig({
  publicDir: false,
  build: {
    outDir: "dist/portal",
    emptyOutDir: true,
    // What has BigInt has all of this.
    target: "es2020",
    lib: { entry: "src/proof/main.ts", formats: ["iife"], name: "zhihengProof", fileName: () => "proof.js" },
    rollupOptions: { treeshake: { moduleSideEffects: false, propertyReadSideEffects: false } },
    sourcemap: false,
  },
});
