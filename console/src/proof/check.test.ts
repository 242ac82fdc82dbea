/** The checker against logs that the record itself made (`crates/record/tests/vectors`), and against forged ones. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fromBase64, fromHex, toHex, utf8 } from "./bytes.ts";
import { type Asked, checked, type Seen } from "./check.ts";
import { hash, type Suite } from "./leaf.ts";
import { onlyGrew, tilePath } from "./tiles.ts";
import { rootFrom } from "./tree.ts";

/** Tests run in the folder of the console. */
const VECTORS = "../crates/record/tests/vectors";

interface Log {
  proof: string;
  policy: string;
  index: number;
  tiles: Record<string, string>;
  roots: Record<string, string>;
}

function log(suite: Suite): Log {
  return JSON.parse(readFileSync(`${VECTORS}/browser/${suite}.json`, "utf8"));
}

function asked(of: Log): Asked {
  return {
    shown: [
      { name: "title", text: "某甲“占道经营”案\u{1}行政处罚决定" },
      { name: "party", text: "张某" },
      { name: "facts", text: "第一段事实。\n第二段\t事实\\。" },
      { name: "basis", text: "《中华人民共和国行政处罚法》第三十二条" },
      { name: "result", text: "罚款 270 元" },
      { name: "published", text: "2026年3月9日" },
      { name: "until", text: "2027年3月9日" },
      { name: "fine", text: "270 元" },
    ],
    limits: { part: 7000, title: 200 },
    index: of.index,
    proof: of.proof,
    policy: of.policy,
    seen: null,
    read: async (path) => fromHex(of.tiles[path] ?? "-", (of.tiles[path] ?? "").length / 2),
  };
}

async function failed(change: Partial<Asked>, suite: Suite = "national") {
  const { steps, seen } = await checked({ ...asked(log(suite)), ...change });
  return { bad: steps.filter((step) => step.outcome === "bad").map((step) => step.title), steps, seen };
}

const forged = (from: string, to: string, suite: Suite = "national") => {
  const { proof } = log(suite);
  expect(proof).toContain(from);
  return { proof: proof.replace(from, to) };
};

describe.each<Suite>(["national", "international"])("a proof of a %s log", (suite) => {
  test("holds step by step, names the witness, and says what the copy does not hold", async () => {
    const { steps, seen } = await checked(asked(log(suite)));
    expect(steps.map((step) => step.outcome)).toEqual(["good", "good", "good", "good", "good"]);
    expect(steps[0]?.said).toContain("没有核对的：罚款");
    expect(steps[3]?.said).toContain("司法局");
    expect(seen).toEqual({ origin: "example.gov.cn/changzhi", size: 300, root: log(suite).roots["300"] });
  });

  test("with a field of the copy changed fails at the entry, and names the field where the page was not changed along", async () => {
    const { bad, steps, seen } = await failed(forged("罚款 270 元", "罚款 271 元", suite), suite);
    expect(bad).toEqual(["页面上的内容", "记录里的这一条", "公开的日志根"]);
    expect(steps[0]?.said).toContain("决定内容");
    expect(seen).toBeNull();
  });

  test("with a changed path fails at the root alone", async () => {
    const path =
      log(suite)
        .proof.split("\\n")
        .find((line) => /^[^ ]{43}=$/.test(line)) ?? "";
    const other = `${path.startsWith("A") ? "B" : "A"}${path.slice(1)}`;
    expect((await failed(forged(path, other, suite), suite)).bad).toEqual(["公开的日志根"]);
  });

  test("with a changed signature, of the log or of the witness, fails at the signature alone", async () => {
    const lines = log(suite)
      .proof.split("\\n")
      .filter((line) => line.startsWith("— "));
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      const at = line.lastIndexOf(" ") + 60;
      const other = `${line.slice(0, at)}${line[at] === "A" ? "B" : "A"}${line.slice(at + 1)}`;
      expect((await failed(forged(line, other, suite), suite)).bad).toEqual(["签名"]);
    }
  });

  test("without the witness that the policy asks for fails at the signature", async () => {
    const line = log(suite)
      .proof.split("\\n")
      .find((one) => one.startsWith("— justice"));
    const { bad, steps } = await failed(forged(`${line}\\n`, "", suite), suite);
    expect(bad).toEqual(["签名"]);
    expect(steps[3]?.said).toContain("见证不足");
  });

  test("is compared with every root seen before, and a rewritten past is found", async () => {
    const { roots, tiles } = log(suite);
    const read: Asked["read"] = async (path) => fromHex(tiles[path] ?? "-", (tiles[path] ?? "").length / 2);
    const now = { size: 300, root: fromHex(roots["300"], 32) ?? utf8("") };
    for (const [size, root] of Object.entries(roots)) {
      const old = { size: Number(size), root: fromHex(root, 32) ?? utf8("") };
      expect(await onlyGrew(read, suite, old, now), `from ${size}`).toBe(true);
      const other = { size: old.size, root: hash(suite, old.root) };
      expect(await onlyGrew(read, suite, other, now), `not from ${size}`).toBe(false);
      expect(await onlyGrew(read, suite, old, { size: 300, root: other.root }), `to ${size}`).toBe(false);
    }
  });
});

describe("a page that differs from the record", () => {
  const with_ = (name: string, text: string) => ({
    shown: asked(log("national")).shown.map((one) => (one.name === name ? { name, text } : one)),
  });

  test.each([
    ["result", "罚款 27 元", "决定内容"],
    ["title", "某乙案", "标题"],
    ["until", "2029年3月9日", "公示到"],
    ["facts", "第一段事实。", "事实"],
  ])("in %s fails at the page and names it", async (name, text, word) => {
    const { bad, steps } = await failed(with_(name, text));
    expect(bad).toEqual(["页面上的内容"]);
    expect(steps[0]?.said).toContain(word);
  });

  test("by leaving a part out fails too", async () => {
    const shown = asked(log("national")).shown.filter((one) => one.name !== "basis");
    const { bad, steps } = await failed({ shown });
    expect(bad).toEqual(["页面上的内容"]);
    expect(steps[0]?.said).toContain("依据（页面上没有）");
  });

  test("in the number that it gives itself fails at the entry", async () => {
    expect((await failed({ index: 5 })).bad).toEqual(["记录里的这一条"]);
  });

  test("in its number is named where the copy has the number, and left beside where the paper has one of its own", async () => {
    const number = { name: "number", text: "长示执罚〔2026〕6号" };
    const { steps } = await failed({ shown: [...asked(log("national")).shown, number] });
    expect(steps[0]?.said).toContain("没有核对的：罚款、文号");
  });

  test("only in how lines are laid out does not fail", async () => {
    expect((await failed(with_("facts", "  第一段事实。\n\n\n第二段\t事实\\。  "))).bad).toEqual([]);
  });
});

describe("what was seen before", () => {
  const seen = (change: Partial<Seen>): Seen => {
    const { roots } = log("national");
    return { origin: "example.gov.cn/changzhi", size: 77, root: roots["77"] ?? "", ...change };
  };

  test("and is the beginning of what is there now is said so", async () => {
    const { bad, steps } = await failed({ seen: seen({}) });
    expect(bad).toEqual([]);
    expect(steps[4]?.said).toContain("只增加");
  });

  test("and is not the beginning is red, and the old root stays kept", async () => {
    const other = seen({ root: "00".repeat(32) });
    const { bad, seen: kept } = await failed({ seen: other });
    expect(bad).toEqual(["与上次看到的对照"]);
    expect(kept).toBeNull();
  });

  test("and cannot be compared because the files are not there is left open", async () => {
    const { steps } = await failed({ seen: seen({}), read: async () => null });
    expect(steps[4]?.outcome).toBe("open");
  });
});

test.each([
  ["not JSON", "{"],
  ["another shape", '{"copy":{},"tlog_proof":""}'],
  ["no proof text", '{"copy":{"fields":[]},"tlog_proof":"c2sp.org/tlog-proof@v2\\nindex 1\\n\\n"}'],
])("a file that is no proof (%s) is said to be none", async (_, proof) => {
  expect((await failed({ proof })).steps[0]?.said).toContain("格式不对");
});

test("a policy with a line that is not understood is not trusted", async () => {
  const { policy } = log("national");
  expect((await failed({ policy: `${policy}ml-dsa x\n` })).steps[0]?.said).toContain("信任策略");
  expect((await failed({ policy: policy.replace("any", "2") })).steps[0]?.said).toContain("信任策略");
});

test("SM3 and SHA-256 give the digests of their standards", () => {
  expect(toHex(hash("national", utf8("abc")))).toBe(
    "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
  );
  expect(toHex(hash("international", utf8("abc")))).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});

test("every published case of an inclusion path is judged as it was published", () => {
  const folder = `${VECTORS}/merkle/inclusion`;
  let cases = 0;
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".json")) continue;
    const one = JSON.parse(readFileSync(`${folder}/${name}`, "utf8"));
    const bytes = (text: string | null) => fromBase64(text ?? "") ?? new Uint8Array(0);
    const found = rootFrom(
      "international",
      bytes(one.leafHash),
      one.leafIdx,
      one.treeSize,
      (one.proof ?? []).map(bytes),
    );
    const holds = found !== null && toHex(found) === toHex(bytes(one.root));
    // A digest of another length than 32 bytes never gets as far as this.
    const sound = [one.root, one.leafHash, ...(one.proof ?? [])].every((text) => bytes(text).length === 32);
    expect(holds && sound, `${name}: ${one.desc}`).toBe(!one.wantErr);
    cases += 1;
  }
  expect(cases).toBeGreaterThan(50);
});

test("tiles are named as the record names them", () => {
  expect(tilePath(0, 0, 256)).toBe("tile/0/000");
  expect(tilePath(1, 1_234_067, 3)).toBe("tile/1/x001/x234/067.p/3");
});
