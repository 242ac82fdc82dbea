/** What people do in the console: sign in, find a matter, perform an act, read the receipt. */
import assert from "node:assert/strict";
import { fill } from "./form.js";
import { account } from "./place.js";
import { freshContext, keptContext } from "./stage.js";

/** The page of a person who is signed in; one for the whole run. */
export async function as(username) {
  const context = await keptContext(username, async () => {
    const fresh = await freshContext();
    await signIn(await fresh.newPage(), username);
    return fresh;
  });
  return context.pages()[0];
}

/** Signs in and waits for the desk. */
export async function signIn(page, username, password = account(username).password) {
  await page.goto("/console/sign-in");
  await typeIn(page, username, password);
  await page.getByRole("heading", { level: 1, name: "工作台" }).waitFor();
}

/** Types name and password and presses the button, whatever comes of it. */
export async function typeIn(page, username, password) {
  await page.getByLabel("用户名").fill(username);
  await page.getByLabel("密码").fill(password);
  await page.getByRole("button", { name: "登录" }).click();
}

/** Opens a new matter of a procedure; gives the receipt. */
export async function register(page, procedure, fields) {
  await page.goto("/console/register");
  await page.getByRole("main").getByRole("link", { name: procedure }).click();
  await page.getByRole("form").waitFor();
  await fill(page, fields);
  return submit(page);
}

/** Goes from the matter's page to the form of an act, by its button under 现在可以做. */
export async function openAct(page, matter, title) {
  await page.goto(matter);
  const possible = page.getByRole("region", { name: "现在可以做" });
  const button = possible
    .getByRole("link")
    .filter({ has: page.locator("strong").filter({ hasText: new RegExp(`^${title}$`) }) });
  await button.waitFor({ state: "attached" });
  if (!(await button.isVisible())) await possible.locator("summary").click();
  await button.click();
  await formOf(page, title).waitFor();
}

/** The form of the act with this title. */
export function formOf(page, title) {
  return page.getByRole("form", { name: title, exact: true });
}

/** Performs an act of a matter; gives the receipt. */
export async function perform(page, matter, title, fields) {
  await openAct(page, matter, title);
  await fill(page, fields);
  return submit(page);
}

/** Presses the button at the foot of the form; gives the receipt, or fails with what the page says instead. */
export async function submit(page) {
  await page.locator("form .act-submit button").click();
  const receipt = page.locator("section.receipt");
  const refusal = page.locator("form .act-foot [role=alert]");
  try {
    await receipt.or(refusal).first().waitFor();
  } catch (error) {
    const faults = await page.locator(".field-fault").allInnerTexts();
    throw new Error(`no receipt at ${page.url()}: ${faults.join(" ")}`, { cause: error });
  }
  if (await refusal.isVisible()) assert.fail(`refused at ${page.url()}: ${await refusal.innerText()}`);
  return read(receipt);
}

/** The receipt as a person reads it. */
export async function read(receipt) {
  await receipt.waitFor();
  const under = (await receipt.locator("p.soft").first().innerText()).trim();
  const code = receipt.locator(".receipt-code strong");
  const back = await receipt.getByRole("link", { name: "回到事项" }).getAttribute("href");
  return {
    sentence: await receipt.getByRole("heading", { level: 1 }).innerText(),
    text: await receipt.innerText(),
    /** Title and number of the matter. */
    under,
    number: under.split(/\s+/).at(-1),
    code: (await code.count()) > 0 ? (await code.innerText()).trim() : null,
    /** Address of the matter's page. */
    matter: back,
  };
}

/** Finds a matter by its number in the list, as somebody who was told the number does; gives its address. */
export async function find(page, number) {
  await page.goto("/console/matters");
  await page.getByLabel("关键词").fill(number);
  // The list narrows when typing rests; before that a click would be overtaken by it.
  await page.waitForURL((url) => url.searchParams.get("q") === number);
  const row = page.getByRole("row").filter({ hasText: number });
  await row.getByRole("link").first().click();
  await page.getByRole("region", { name: "办理经过" }).waitFor();
  return new URL(page.url()).pathname;
}
