/** The console API answered from memory: one request in, one response out. For development and unit tests. */
import type { DutyRow, MatterRow, Me } from "../src/api/types";
import { COUNTY, OWN } from "./catalogue";
import { chartOf } from "./chart";
import {
  deskOf,
  disclosureOf,
  disclosureQueue,
  dutyRows,
  matterRow,
  reviewDesk,
  reviewDossier,
} from "./desks";
import {
  bookRoom,
  deviceList,
  devicePage,
  deviceStep,
  equipment,
  matterRooms,
  roomCalendar,
  roomList,
} from "./devices";
import { digestOf } from "./digest";
import { OFF } from "./law";
import { readLaw, writeLaw } from "./lawAnswers";
import { officerList, officerPage, takeStep } from "./officers";
import { openBlanks, readPaper, writePaper } from "./paper";
import { AGENCIES, AUTHORITY, accountOf, PEOPLE } from "./people";
import { OLD, PROCEDURES, procedureOf } from "./procedures";
import { json, problem } from "./replies";
import { seed } from "./seed";
import { ACCOUNTABILITY, AIDS, responsibilityOf, STRENGTH } from "./strength";
import { HOME, openMatter, optionsFor, perform, preview, refusals, WORLD } from "./world";

/** Who is signed in; one person at a time is enough here. */
let signedIn: Me | null = null;
const replies = new Map<string, { body: string; reply: unknown; status: number }>();

/** For tests: begins signed in, or not. */
export function signInAs(username: string | null): void {
  signedIn = username ? accountOf(username) : null;
}

export async function answer(request: Request): Promise<Response> {
  seed();
  const url = new URL(request.url);
  const parts = url.pathname.split("/").slice(2).map(decodeURIComponent);
  const body = request.method === "POST" && parts[0] !== "blobs" ? await request.text() : "";
  if (parts[0] === "session") return session(request.method, body);
  if (!signedIn)
    return problem(401, "session.required", "登录已到期", "请重新登录。已填写的内容保存在本机。");
  const me = signedIn;
  const key = request.headers.get("Idempotency-Key");
  const known = key ? replies.get(key) : undefined;
  if (known) {
    if (known.body === body) return json(known.reply, known.status);
    return problem(409, "idempotency.reused", "同一次提交的内容变了", "请重新提交。");
  }
  if (request.method === "POST") {
    if (parts[0] === "blobs") {
      const data = await request.arrayBuffer();
      const name = url.searchParams.get("name") ?? "";
      if (/\.(exe|bat|js)$/i.test(name))
        return problem(415, "blob.type", "不能收这种文件", "请上传图片、文档、录音或录像。");
      return json({
        digest: digestOf([name, data.byteLength]),
        size: data.byteLength,
        type: request.headers.get("Content-Type") ?? "",
        name,
      });
    }
    if (parts[0] === "officers" && parts[2] === "steps")
      return takeStep(parts[1] ?? "", parts[3] ?? "", JSON.parse(body), me);
    if (parts[0] === "devices" && parts[2] === "steps")
      return deviceStep(parts[1] ?? "", parts[3] ?? "", JSON.parse(body), me);
    if (parts[0] === "rooms" && parts[2] === "bookings") return bookRoom(JSON.parse(body), me);
    const law = writeLaw(parts, body, url.searchParams, me);
    if (law) return law;
    const paper = writePaper(parts, body, me, WORLD.matters.get(parts[1] ?? "")?.page);
    if (paper) return paper;
    return act(
      parts,
      JSON.parse(body) as { seen?: number; procedure?: string; fields: Record<string, unknown> },
      me,
      key,
      body,
    );
  }
  return readLaw(parts, url.searchParams, me) ?? readPaper(parts) ?? read(parts, url.searchParams, me);
}

function session(method: string, body: string): Response {
  if (method === "POST") {
    const { username, password } = JSON.parse(body) as { username: string; password: string };
    if (username === "locked")
      return problem(
        423,
        "session.locked",
        "账号暂时锁定",
        "密码连续输错 5 次，账号锁定到 2026-11-23 10:15。到时再试，或者请系统管理员解锁。",
      );
    signedIn = password.length >= 4 ? accountOf(username) : null;
    if (!signedIn)
      return problem(
        401,
        "session.wrong",
        "用户名或密码不对",
        "请核对后再试；连续输错 5 次，账号将锁定 15 分钟。",
      );
    return json({ token: "mock", csrf: "mock-csrf", me: signedIn });
  }
  if (method === "DELETE") {
    signedIn = null;
    return new Response(null, { status: 204 });
  }
  return signedIn
    ? json({ csrf: "mock-csrf", me: signedIn })
    : problem(401, "session.required", "请先登录", "请登录后继续。");
}

function read(parts: string[], query: URLSearchParams, me: Me): Response {
  const [what, id = "", more, which = "", last] = parts;
  const matter = WORLD.matters.get(id);
  switch (what) {
    case "desk":
      return json(deskOf(me));
    case "officers":
      return id ? officerPage(id, me) : officerList(query);
    case "devices":
      return id ? devicePage(id, me) : deviceList(query, me);
    case "equipment":
      return equipment(me);
    case "rooms":
      return id === "calendar" ? roomCalendar(query, me) : roomList();
    case "matters":
      if (!id) return list(query);
      if (!matter)
        return problem(404, "matter.missing", "没有这件事项", "它可能不存在，或者不在您可以查看的范围内。");
      if (!more) return json({ ...matter.page, ...optionsFor(matter, me) });
      if (more === "rooms") return matterRooms(id);
      if (more === "review" && which === "aids") return json(AIDS);
      if (more === "responsibility") return json(responsibilityOf());
      if (more === "review") return json(reviewDossier(matter));
      if (more === "disclosure") return json(disclosureOf(matter));
      if (more === "events")
        return json({
          copy: matter.page.timeline.find((row) => String(row.version) === which),
          tlog_proof: "c2sp.org/tlog-proof@v1\n…",
        });
      if (more === "papers") {
        const paper = matter.page.papers.find((candidate) => candidate.id === which);
        const type = procedureOf(matter.page.procedure).acts.find((candidate) => candidate.id === paper?.act);
        if (!paper || !type) return problem(404, "paper.missing", "没有这份文书", "请返回后重新打开。");
        const text = preview(matter, type, matter.values).papers[0];
        return json({
          id: paper.id,
          title: paper.title,
          number: paper.number,
          agency: matter.page.agency.name,
          addressee: matter.page.parties[0]?.name ?? "",
          date: paper.at.slice(0, 10),
          paragraphs: text?.paragraphs ?? [],
          draft: false,
        });
      }
      if (more === "acts" && last === "form") {
        const type = procedureOf(matter.page.procedure).acts.find((candidate) => candidate.id === which);
        return type
          ? json({
              act: type,
              defaults:
                type.kind === "publish"
                  ? Object.fromEntries(disclosureOf(matter).fields.map((field) => [field.id, field.public]))
                  : {},
              people: officers(),
              reserved: openBlanks(matter.page.procedure, which),
            })
          : problem(404, "act.missing", "没有这种行为", "请返回后重新选择。");
      }
      break;
    case "procedures": {
      if (!id)
        return json(
          [...PROCEDURES, OLD].map(({ id: key, title, category, noun, from, to, family }) => ({
            id: key,
            title,
            category,
            noun,
            version: "2026.3",
            family: family ?? key,
            from,
            to,
            on: !OFF.has(key),
            in_force: to === null,
          })),
        );
      if (more === "chart.svg")
        return new Response(chartOf(id), { headers: { "Content-Type": "image/svg+xml" } });
      if (more === "form")
        return json({ act: procedureOf(id).acts[0], defaults: { headcount: 1 }, people: officers() });
      return json(procedureOf(id));
    }
    case "reviewers":
      return json(STRENGTH);
    case "catalogue":
      return json(id === "below" ? [COUNTY] : query.get("agency") === COUNTY.agency.id ? COUNTY : OWN);
    case "accountability":
      return json(ACCOUNTABILITY);
    case "review":
      return json(reviewDesk());
    case "disclosure":
      return json(disclosureQueue());
    case "agencies":
      return json(AGENCIES);
    case "people":
      return json(PEOPLE.filter((person) => person.agency.id === query.get("agency")));
    case "authority":
      return json(AUTHORITY);
    case "record":
      return json({
        origin: "zhiheng.example/changzhi",
        suite: "国密（SM3 + SM2）",
        size: WORLD.seq,
        root: digestOf(WORLD.seq),
        checkpoint: `zhiheng.example/changzhi\n${WORLD.seq}\n7J0Qm3oQ8l1cC4m9k2TQ0cS3H8Zy1mF5b7u2d9aXw4E=\n\n— zhiheng.example/changzhi 8Qk1tW7p…\n— sfj.example/witness Lr0a93mQ…\n`,
        checked_at: "2026-11-23T08:00:12+08:00",
      });
  }
  return problem(404, "route.missing", "没有这个地址", "请从导航重新进入。");
}

function list(query: URLSearchParams): Response {
  const wanted = (row: MatterRow) =>
    (!query.get("procedure") || row.procedure === query.get("procedure")) &&
    (!query.get("stage") || row.stage.id === query.get("stage")) &&
    (!query.get("light") || row.light.state === query.get("light")) &&
    (!query.get("agency") || row.agency.id === query.get("agency")) &&
    (!query.get("status") || row.status === query.get("status")) &&
    (!query.get("q") || `${row.number}${row.title}${row.handlers.join()}`.includes(query.get("q") ?? ""));
  const sort = query.get("sort") ?? "due";
  const key = (row: MatterRow) =>
    sort.endsWith("opened") ? row.opened : sort === "number" ? (row.number ?? "") : (row.due ?? "9999");
  const all = [...WORLD.matters.values()]
    .map(matterRow)
    .filter(wanted)
    .sort((a, b) => key(a).localeCompare(key(b)) * (sort.startsWith("-") ? -1 : 1));
  const from = Number(query.get("cursor") ?? 0);
  const size = Number(query.get("limit") ?? 50);
  return json({
    items: all.slice(from, from + size),
    next: from + size < all.length ? String(from + size) : null,
    total: all.length,
  });
}

function act(
  parts: string[],
  body: { seen?: number; procedure?: string; fields: Record<string, unknown> },
  me: Me,
  key: string | null,
  text: string,
): Response {
  const opening = parts.length <= 2;
  const procedure = opening
    ? (body.procedure ?? "")
    : (WORLD.matters.get(parts[1] ?? "")?.page.procedure ?? "");
  const matter = opening
    ? openMatter(procedure, `m-new-${WORLD.seq}`, HOME)
    : WORLD.matters.get(parts[1] ?? "");
  const acts = procedureOf(procedure).acts;
  const type = opening ? acts[0] : acts.find((candidate) => candidate.id === parts[3]);
  if (!matter || !type) return problem(404, "act.missing", "没有这种行为", "请返回后重新选择。");
  if (parts.at(-1) === "preview") return json(preview(matter, type, body.fields));
  if (!me.powers.includes(type.power))
    return problem(403, "authority.denied", "您没有这项权限", "请联系有权限的人员办理。");
  if (!opening && body.seen !== matter.page.version)
    return problem(
      409,
      "conflict.version",
      "这件事项刚刚有了变化",
      "别人先办了一步。请重新载入，看过变化以后再提交。",
    );
  const reasons = refusals(matter, type, body.fields);
  const first = reasons[0];
  if (first) return problem(422, first.code, "还不能办理", first.message, reasons);
  const receipt = perform(matter, type, body.fields, me.person);
  WORLD.matters.set(matter.page.id, matter);
  const status = opening ? 201 : 200;
  if (key) replies.set(key, { body: text, reply: receipt, status });
  return json(receipt, status);
}

function officers() {
  return PEOPLE.filter((person) => person.agency.id === HOME.id && person.card !== null).map(
    ({ id, name, card, valid_until, valid }) => ({ id, name, card, valid_until, valid }),
  );
}

export function openDuties(): DutyRow[] {
  seed();
  return dutyRows();
}
