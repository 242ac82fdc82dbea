/** For tests: any page of the console by its address, in a browser without a screen. */
import { QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, RouterProvider } from "@tanstack/react-router";
import { render } from "@testing-library/react";
import { client } from "../api/queries";
import { makeRouter } from "../routes";

export function open(path: string) {
  const router = makeRouter(createMemoryHistory({ initialEntries: [`/console${path}`] }));
  render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  );
  return router;
}
