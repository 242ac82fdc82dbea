/** Filling in a form of the console by the labels that a person reads. */

const literal = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The box around one field: label, help, input, faults. */
export function box(page, label) {
  const name = page
    .locator(".field-head > :first-child")
    .filter({ hasText: new RegExp(`^\\s*${literal(label)}(（选填）)?\\s*$`) });
  return page.locator("form .field").filter({ has: name });
}

/**
 * Fills in fields: tables by `{cells}`, named as a screen reader reads them, text by typing, `true` and `false` by 是 and 否, lists by ticking, `{file}` by choosing a file;
 * a choice is taken whether it stands open or folds out.
 */
export async function fill(page, fields) {
  for (const [label, value] of Object.entries(fields)) await fillOne(page, box(page, label), value);
}

async function fillOne(page, field, value) {
  await field.waitFor();
  if (value === true || value === false) {
    await field.getByLabel(value ? "是" : "否", { exact: true }).check();
  } else if (Array.isArray(value)) {
    for (const each of value) await field.getByLabel(new RegExp(`^${literal(each)}`)).check();
  } else if (value.cells) {
    for (const [cell, text] of Object.entries(value.cells)) await field.getByLabel(cell, { exact: true }).fill(text);
  } else if (typeof value === "object") {
    // A field of several files also offers a whole folder; one file goes into the first.
    await field.locator("input[type=file]").first().setInputFiles(value.file);
    await field.getByRole("button", { name: `移除 ${value.file.name}` }).waitFor();
  } else if ((await field.locator("input[type=radio]").count()) > 0) {
    await field.getByLabel(value, { exact: true }).check();
  } else if ((await field.locator(".ant-select").count()) > 0) {
    await field.getByRole("combobox").click();
    await field.getByRole("combobox").fill(value);
    await page
      .locator(".ant-select-dropdown:visible .ant-select-item-option")
      .filter({ hasText: new RegExp(`^\\s*${literal(value)}\\s*$`) })
      .click();
  } else if ((await field.locator(".ant-picker").count()) > 0) {
    const input = field.locator(".ant-picker input");
    await input.click();
    await input.fill(value);
    await input.press("Enter");
  } else {
    await field.locator("input, textarea").fill(value);
  }
}
