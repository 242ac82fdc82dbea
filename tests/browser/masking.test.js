/** The settings of disclosure: what is masked where, for how long a decision is public. Masking itself is played in penalty.test.js. */
import { accessible } from "./support/axe.js";
import { as } from "./support/console.js";
import { PHONE, picture, scene } from "./support/stage.js";

scene("The settings of disclosure can be read by whoever publishes", async ({ step }) => {
  await step("periods, channels and the six settings stand on one page", async () => {
    const page = await as("shili-editor");
    await page.goto("/console/disclosure");
    await page.getByRole("link", { name: "公示设置" }).click();
    await page.getByRole("heading", { name: "处罚决定的公开期限" }).waitFor();
    await page.getByRole("heading", { name: "各渠道隐去什么" }).waitFor();
    await accessible(page, "disclosure settings");
    await picture(page, "disclosure-settings");
    await picture(page, "disclosure-settings-phone", PHONE);
  });
});
