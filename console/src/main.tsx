/** Where the console begins. */
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { whenSessionEnds } from "./api/client";
import { client } from "./api/queries";
import { router } from "./routes";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/pieces.css";

// A session that ends in the middle of work leads to sign-in and back to the same place; drafts are kept.
whenSessionEnds(() => {
  if (router.state.location.pathname === "/sign-in") return;
  const next = router.state.location.href;
  void router.navigate({ to: "/sign-in", search: { next } }).then(() => client.clear());
});

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
