/** What axe finds wrong with a page, in words. */
import assert from "node:assert/strict";
import axe from "axe-core";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * Fails with every violation that axe finds on the page as it stands, once the page has come: a page without a first
 * heading is one that is still being fetched, or one that fails here.
 */
export async function accessible(page, what) {
  await page.locator("h1").first().waitFor({ state: "attached" });
  await page.evaluate(axe.source);
  const found = await page.evaluate(async (tags) => {
    const { violations } = await window.axe.run(document, {
      runOnly: { type: "tag", values: tags },
      resultTypes: ["violations"],
    });
    return violations.map(({ id, help, nodes }) => ({
      id,
      help,
      nodes: nodes
        .slice(0, 4)
        .map((node) => `${node.target.join(" ")} ${node.failureSummary?.split("\n")[1]?.trim() ?? ""}`),
    }));
  }, RULES);
  assert.deepEqual(found, [], `${what} at ${page.url()}`);
}
