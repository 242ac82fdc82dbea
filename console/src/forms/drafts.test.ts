import { beforeEach, expect, test } from "vitest";
import { field } from "../../mock/procedure-parts";
import { DraftStore } from "./drafts";

const FIELDS = [field("request", "诉求", "long"), field("phone", "电话", "text", { personal: true })];
const KEY = { user: "officer", matter: "m-1", act: "register" };
const store = new DraftStore(window.localStorage);

beforeEach(() => window.localStorage.clear());

test("given a half-filled form, when the page is loaded again, then the values are there", () => {
  store.save(KEY, FIELDS, { request: "修路" }, "登记", 1000);
  expect(new DraftStore(window.localStorage).load(KEY)).toEqual({
    title: "登记",
    values: { request: "修路" },
    savedAt: 1000,
  });
});

test("personal data never reaches the disk", () => {
  store.save(KEY, FIELDS, { request: "修路", phone: "13900001111" }, "登记", 1000);
  expect(JSON.stringify({ ...window.localStorage })).not.toContain("13900001111");
  expect(store.load(KEY)?.values).toEqual({ request: "修路" });
});

test("when a person signs out, then only that person's drafts are forgotten", () => {
  const other = { ...KEY, user: "officer-2" };
  store.save(KEY, FIELDS, { request: "一" }, "登记", 1);
  store.save({ ...KEY, act: "route" }, FIELDS, { request: "二" }, "分流", 2);
  store.save(other, FIELDS, { request: "三" }, "登记", 3);
  store.clearUser("officer");
  expect(store.list("officer")).toEqual([]);
  expect(store.load(other)?.values).toEqual({ request: "三" });
});

test("unsent forms are listed newest first, names with slashes and all", () => {
  store.save({ ...KEY, matter: "new:a/b" }, FIELDS, { request: "一" }, "登记", 1);
  store.save(KEY, FIELDS, { request: "二" }, "分流", 2);
  expect(store.list("officer").map((draft) => [draft.matter, draft.title])).toEqual([
    ["m-1", "分流"],
    ["new:a/b", "登记"],
  ]);
});

test("given a broken entry, then there is no draft rather than an error", () => {
  window.localStorage.setItem("zhiheng.draft/officer/m-1/register", "{");
  expect(store.load(KEY)).toBeNull();
});

test("given a full disk, then saving fails silently and the form goes on", () => {
  const full = {
    setItem: () => {
      throw new DOMException("full", "QuotaExceededError");
    },
  } as unknown as Storage;
  expect(() => new DraftStore(full).save(KEY, FIELDS, { request: "一" }, "登记", 1)).not.toThrow();
});
