/** Who reviews and who answers, as a person meets it, against the mock. */
import { screen, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { signInAs } from "../../mock/answer";
import { answered, REVOKED } from "../../mock/strength";
import { client } from "../api/queries";
import { parts } from "./matter/chainParts";
import { open } from "./opening";
import { hoursWord } from "./strength/hours";

beforeEach(() => client.clear());
afterEach(() => {
  answered.revoked = false;
});

test("given an agency one reviewer short, then the number missing stands at the head with its article", async () => {
  signInAs("legal_reviewer");
  open("/strength");
  const missing = await screen.findByText(/还差 1 名，持证执法人员 30 名/);
  expect(missing.textContent).toContain("118号");
});

test("given a beginner without the qualification, then the row says that penalties are not for this person", async () => {
  signInAs("legal_reviewer");
  open("/strength");
  const table = await screen.findByRole("table", { name: "审核人员、资格和任务" });
  const row = within(table).getAllByRole("row")[1] as HTMLElement;
  expect(row.textContent).toContain("没有，不能审核处罚");
  expect(row.textContent).toContain("4.5 / 40");
});

test("given nobody asked the pool, then the page says how to ask", async () => {
  signInAs("legal_reviewer");
  open("/strength");
  await screen.findByText("还没有申请");
});

test("given a revoked decision, then the matter shows its persons and leads to the check, filled in from there", async () => {
  answered.revoked = true;
  signInAs("officer");
  open("/matters?procedure=penalty.ordinary&sort=number");
  const table = await screen.findByRole("table", { name: "事项与案件" });
  const links = await within(table).findAllByRole("link");
  const address = (links[0] as HTMLElement).getAttribute("href")?.replace("/console", "") ?? "";
  document.body.innerHTML = "";
  open(address);
  const panel = await screen.findByRole("region", { name: "责任链条" });
  expect(panel.textContent).toContain("孙晓梅");
  const check = within(panel).getByRole("link", { name: "按这条链登记责任核查" });
  expect(check.getAttribute("href")).toMatch(/^\/console\/register\/accountability\?about=/);
});

test("a chain stands under the headings of its parts, in their order", () => {
  const chain = REVOKED.decisions[0]?.chain ?? [];
  expect(parts(chain).map(([title, lines]) => [title, lines.length])).toEqual([
    ["承办人员", 2],
    ["法制审核人员", 1],
    ["作出决定的负责人", 1],
  ]);
});

test("hours are told without needless zeros", () => {
  expect([hoursWord(4500), hoursWord(40_000), hoursWord(0)]).toEqual(["4.5", "40", "0"]);
});
