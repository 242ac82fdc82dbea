/** The steps of a check, each with its outcome in plain words: page, entry, root, signature, and the root seen here before. */
import { fromHex, same, toHex } from "./bytes.ts";
import { bundleOf, leafHash, type Suite } from "./leaf.ts";
import { proofOf } from "./note.ts";
import { compared, type Limits, type Shown } from "./page.ts";
import { judged, policyOf } from "./policy.ts";
import { entry, onlyGrew, type Read } from "./tiles.ts";
import { rootFrom } from "./tree.ts";

export interface Step {
  title: string;
  /** `good`, `bad`, or `open` where nothing can be said. */
  outcome: "good" | "bad" | "open";
  said: string;
}

/** A root that this browser saw, as it is kept. */
export interface Seen {
  origin: string;
  size: number;
  root: string;
}

export interface Asked {
  shown: Shown[];
  limits: Limits;
  /** The place in the record that the page names. */
  index: number | null;
  proof: string;
  policy: string;
  seen: Seen | null;
  read: Read;
}

const REPORT = "请保存这一页和证明，用“纠错”告诉机关，或者向上一级反映。";
const [PAGE, ENTRY, ROOT, SIGNATURE, BEFORE] = [
  "页面上的内容",
  "记录里的这一条",
  "公开的日志根",
  "签名",
  "与上次看到的对照",
];

/** Checks everything; the root is given where it may be kept for the next time. */
export async function checked(asked: Asked): Promise<{ steps: Step[]; seen: Seen | null }> {
  const bundle = bundleOf(asked.proof);
  const proof = bundle && proofOf(bundle.tlog_proof);
  const policy = policyOf(asked.policy);
  if (!bundle || !proof || !policy) {
    const what = policy ? "证明 proof.json" : "信任策略";
    return { steps: [bad(PAGE, `${what}的格式不对，没有办法核验。${REPORT}`)], seen: null };
  }
  const { checkpoint } = proof;
  const verdict = judged(policy, checkpoint);
  const suite: Suite = verdict.suite ?? "national";
  const steps = [pageStep(asked, bundle.copy.fields)];

  const leaf = leafHash(suite, bundle.copy.fields);
  const published = await entry(asked.read, proof.index, checkpoint.size);
  const named = asked.index === null || asked.index === proof.index;
  if (leaf === null) steps.push(bad(ENTRY, `公开副本里有读不懂的字段。${REPORT}`));
  else if (!named)
    steps.push(bad(ENTRY, `页面说是第 ${asked.index} 条，证明说是第 ${proof.index} 条。${REPORT}`));
  else if (published !== null && !same(leaf, published)) {
    steps.push(bad(ENTRY, `由公开副本算出的与记录第 ${proof.index} 条不符：副本里有字段被改动过。${REPORT}`));
  } else {
    const fields = bundle.copy.fields.length;
    steps.push(
      good(
        ENTRY,
        `由 ${fields} 个字段（不公开的只有承诺）算出的正是记录第 ${proof.index} 条：${short(leaf)}`,
      ),
    );
  }

  const root = leaf && rootFrom(suite, leaf, proof.index, checkpoint.size, proof.path);
  if (root === null || !same(root, checkpoint.root)) {
    const why = published && leaf && same(leaf, published) ? "证明里的路径被改动过" : "内容或者路径被改动过";
    steps.push(bad(ROOT, `由这一条走不到公开的日志根：${why}。${REPORT}`));
  } else {
    steps.push(
      good(ROOT, `经过 ${proof.path.length} 步，到达有 ${checkpoint.size} 条的记录的根：${short(root)}`),
    );
  }

  if (verdict.fault !== null) steps.push(bad(SIGNATURE, `${verdict.fault}。${REPORT}`));
  else steps.push(good(SIGNATURE, signed(checkpoint.origin, suite, verdict.witnesses)));

  const sound = steps.every((step) => step.outcome === "good");
  if (!sound) return { steps, seen: null };
  const now = { origin: checkpoint.origin, size: checkpoint.size, root: toHex(checkpoint.root) };
  const before = await beforeStep(asked, suite, now);
  return { steps: [...steps, before], seen: before.outcome === "good" ? now : null };
}

function pageStep({ shown, limits }: Asked, fields: Parameters<typeof compared>[1]): Step {
  const found = compared(shown, fields, limits);
  const beside =
    found.beside.length > 0 ? `公开副本里没有、因此没有核对的：${found.beside.join("、")}。` : "";
  if (found.different.length > 0) {
    const which = found.different.join("、");
    return bad(PAGE, `与公开副本不同：${which}。您看到的页面在路上被改动过，或者机关改了页面。${REPORT}`);
  }
  return good(PAGE, `与公开副本一字不差：${found.same.join("、")}。${beside}`);
}

function signed(origin: string, suite: Suite, witnesses: { name: string; seconds: number }[]): string {
  const how = suite === "national" ? "国密 SM2" : "Ed25519";
  const joint = witnesses.map(({ name, seconds }) => {
    return `${name}（${new Date(seconds * 1000).toLocaleString("zh-CN")}）`;
  });
  const also = joint.length > 0 ? `联署的见证方：${joint.join("、")}。` : "还没有别的机关联署。";
  return `日志“${origin}”的签名（${how}）成立。${also}公钥取自本站的信任策略；从别处取得一份来对照更可靠。`;
}

async function beforeStep({ seen, read }: Asked, suite: Suite, now: Seen): Promise<Step> {
  const root = fromHex(now.root, 32);
  const old = seen && fromHex(seen.root, 32);
  if (!seen || !old || !root) {
    return good(BEFORE, "这个浏览器第一次在这里核验，已记下这个根；下次核验时会查记录是否只增不改。");
  }
  if (seen.origin !== now.origin) {
    return bad(BEFORE, `上次看到的是另一部日志“${seen.origin}”。${REPORT}`);
  }
  // A page may be older than what was seen: then the older of the two must be the beginning of the newer.
  const [first, then] =
    seen.size <= now.size
      ? [
          { size: seen.size, root: old },
          { size: now.size, root },
        ]
      : [
          { size: now.size, root },
          { size: seen.size, root: old },
        ];
  const grew = await onlyGrew(read, suite, first, then);
  if (grew === null) {
    return { title: BEFORE, outcome: "open", said: "这次没有取到对照所需的文件，没有对照；请过一会儿再试。" };
  }
  return grew
    ? good(BEFORE, `上次看到 ${seen.size} 条，这次 ${now.size} 条：只增加，没有改动。`)
    : bad(BEFORE, `上次看到的 ${seen.size} 条与这次的 ${now.size} 条对不上：以前的记录被改写过。${REPORT}`);
}

function short(bytes: Uint8Array): string {
  return `${toHex(bytes).slice(0, 16)}…`;
}

function good(title: string, said: string): Step {
  return { title, outcome: "good", said };
}

function bad(title: string, said: string): Step {
  return { title, outcome: "bad", said };
}
