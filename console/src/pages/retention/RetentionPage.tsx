/** 保管到期: dossiers whose period has ended, those on their way out, those held, and what became of the others. */
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { type DueFilter, type DueLine, type DueList, dueQuery } from "../../api/retention";
import { Article } from "../../parts/Article";
import { EmptyNote } from "../../parts/EmptyNote";
import { LightMark } from "../../parts/LightMark";
import { PageHead } from "../../parts/PageHead";
import { Waiting } from "../../parts/Waiting";
import { AppraiseAsk } from "./AppraiseAsk";
import { Sheets } from "./Sheets";
import "./retention.css";

const TABS = [
  ["due", "期满待鉴定"],
  ["under", "鉴定后待办"],
  ["held", "暂停销毁"],
  ["over", "已销毁、已移交"],
] as const;

const EMPTY: Record<string, [string, string]> = {
  due: ["没有期满的案卷", "归档时确定的保管期限一到，案卷自动列在这里，由档案员鉴定：销毁、续存或者移交。"],
  under: ["没有待办的清册", "鉴定以后等批准、等执行、等监销和等移交回执的，列在这里。"],
  held: [
    "没有暂停销毁的案卷",
    "有诉讼、复议、检查、审计等用得着的，在那一件的页面上暂停销毁，解除以前不能销毁。",
  ],
  over: ["还没有销毁、移交的案卷", "销毁证明和移交回执永久保存，在这里可以查到。"],
};

export function RetentionPage() {
  const filter = useSearch({ from: "/inside/retention" });
  const list = useQuery(dueQuery(filter));
  return (
    <>
      <PageHead
        title="保管到期"
        lead="保管期限届满的案卷由档案员鉴定，销毁要另一人批准、两人执行和监销；销毁以后内容和个人信息不能恢复，记录里的叶还在，仍可核验。"
      />
      <Waiting query={list} rows={8}>
        {(data) => <Body list={data} filter={filter} />}
      </Waiting>
    </>
  );
}

function Body({ list, filter }: { list: DueList; filter: DueFilter }) {
  const navigate = useNavigate({ from: "/retention" });
  const [chosen, setChosen] = useState<string[]>([]);
  const [asking, setAsking] = useState(false);
  const tab = filter.tab ?? "due";
  const narrow = (more: Partial<DueFilter>) => {
    const next = Object.entries({ ...filter, ...more }).filter(([, value]) => value);
    setChosen([]);
    void navigate({ search: Object.fromEntries(next), replace: true });
  };
  const open = list.items.filter((line) => line.appraise).map((line) => line.matter.id);
  const marked = chosen.filter((id) => open.includes(id));
  const toggle = (id: string) =>
    setChosen(marked.includes(id) ? marked.filter((one) => one !== id) : [...marked, id]);
  const narrowed = Boolean(filter.year || filter.agency || filter.category);
  const [title, words] = EMPTY[tab] ?? ["没有", ""];
  return (
    <>
      <nav className="due-tabs" aria-label="保管到期">
        {TABS.map(([id, label]) => (
          <button
            key={id}
            type="button"
            aria-current={tab === id ? "page" : undefined}
            onClick={() => narrow({ tab: id === "due" ? "" : id, year: "", agency: "", category: "" })}
          >
            {label} <span className="due-count">{list.counts[id] ?? 0}</span>
          </button>
        ))}
      </nav>
      <Narrowing list={list} filter={filter} narrow={narrow} />
      <section className="panel due-panel" aria-label={TABS.find(([id]) => id === tab)?.[1] ?? "案卷"}>
        <div className="panel-body">
          {list.items.length === 0 ? (
            <EmptyNote title={narrowed ? "没有符合条件的案卷" : title}>
              {narrowed ? "换一个年份、机关或者类别再看。" : words}
            </EmptyNote>
          ) : (
            <>
              {tab === "due" ? <Rule list={list} /> : null}
              <div className="scroll-x">
                <Table
                  lines={list.items}
                  tab={tab}
                  marked={marked}
                  toggle={toggle}
                  all={open}
                  setAll={setChosen}
                />
              </div>
              {list.more ? (
                <p className="small soft">案卷太多，只列出前两千卷；请按年份、机关或者类别筛选。</p>
              ) : null}
              {open.length > 0 ? (
                <p className="due-do">
                  <button
                    type="button"
                    className="button button-main"
                    disabled={marked.length === 0}
                    onClick={() => setAsking(true)}
                  >
                    鉴定所选的 {marked.length} 卷
                  </button>
                  <span className="small soft">几卷一起鉴定的，记在同一份清册上</span>
                </p>
              ) : null}
            </>
          )}
        </div>
      </section>
      <Sheets sheets={list.sheets} />
      {asking ? (
        <AppraiseAsk
          matters={marked}
          onClose={() => setAsking(false)}
          onDone={(sheet) => {
            setChosen([]);
            void navigate({ to: "/retention/sheets/$sheet", params: { sheet } });
          }}
        />
      ) : null}
    </>
  );
}

function Rule({ list }: { list: DueList }) {
  return (
    <p className="small soft">
      期满以后 {list.within} 日内鉴定
      {list.certainty === "read" ? "" : "（缺省值，按本机关的鉴定制度改）"} <Article cite={list.basis} />
    </p>
  );
}

function Narrowing(props: { list: DueList; filter: DueFilter; narrow: (more: Partial<DueFilter>) => void }) {
  const { list, filter, narrow } = props;
  if (list.tally.length === 0) return null;
  const sum = (of: (one: DueList["tally"][number]) => [string, string]) => {
    const counts = new Map<string, [string, number]>();
    for (const one of list.tally) {
      const [id, name] = of(one);
      counts.set(id, [name, (counts.get(id)?.[1] ?? 0) + one.count]);
    }
    return [...counts].sort(([a], [b]) => a.localeCompare(b));
  };
  const choices = [
    ["year", "期满的年份", sum((one) => [String(one.year), one.year === 0 ? "永久" : `${one.year} 年`])],
    ["agency", "机关", sum((one) => [one.agency.id, one.agency.name])],
    ["category", "类别", sum((one) => [one.category, one.category])],
  ] as const;
  return (
    <form className="due-filter" onSubmit={(event) => event.preventDefault()}>
      {choices.map(([name, label, options]) => (
        <label key={name}>
          {label}{" "}
          <select
            className="input"
            value={filter[name] ?? ""}
            onChange={(event) => narrow({ [name]: event.target.value })}
          >
            <option value="">全部</option>
            {options.map(([id, [words, count]]) => (
              <option key={id} value={id}>
                {words}（{count} 卷）
              </option>
            ))}
          </select>
        </label>
      ))}
    </form>
  );
}

interface TableProps {
  lines: DueLine[];
  tab: string;
  marked: string[];
  toggle: (id: string) => void;
  all: string[];
  setAll: (ids: string[]) => void;
}

function Table({ lines, tab, marked, toggle, all, setAll }: TableProps) {
  const choosing = all.length > 0;
  return (
    <table className="list-table stacks">
      <caption className="unseen">案卷，期满最早的在前</caption>
      <thead>
        <tr>
          {choosing ? (
            <th scope="col">
              <label className="option">
                <input
                  type="checkbox"
                  checked={marked.length === all.length}
                  onChange={(event) => setAll(event.target.checked ? all : [])}
                />
                <span className="unseen">选本机关可以鉴定的全部</span>
              </label>
            </th>
          ) : null}
          <th scope="col">案号、案卷号</th>
          <th scope="col">题名</th>
          <th scope="col">机关</th>
          <th scope="col">保管期限</th>
          <th scope="col">{tab === "over" ? "证明、回执" : "到了哪一步"}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.matter.id}>
            {choosing ? (
              <td data-label="选">
                {line.appraise ? (
                  <label className="option">
                    <input
                      type="checkbox"
                      checked={marked.includes(line.matter.id)}
                      onChange={() => toggle(line.matter.id)}
                    />
                    <span className="unseen">选 {line.matter.name}</span>
                  </label>
                ) : null}
              </td>
            ) : null}
            <td data-label="案号、案卷号">
              <Link to="/matters/$matter" params={{ matter: line.matter.id }}>
                {line.matter.name || "没有案号"}
              </Link>
              <span className="small soft due-line">{line.volume}</span>
            </td>
            <td data-label="题名">
              {line.title ?? <span className="soft">已依法销毁</span>}
              <span className="small soft due-line">
                {line.category}，{line.pages} 页
              </span>
            </td>
            <td data-label="机关">{line.agency.name}</td>
            <td data-label="保管期限" className="nowrap">
              {line.period}
              <span className="small soft due-line">
                {line.until ? `到 ${line.until}` : "没有期满的一天"}
              </span>
            </td>
            <td data-label={tab === "over" ? "证明、回执" : "到了哪一步"}>
              <Standing line={line} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Standing({ line }: { line: DueLine }) {
  if (line.paper) {
    return (
      <>
        <span className="due-number">{line.paper}</span>
        <span className="small soft due-line">{line.standing.title}</span>
      </>
    );
  }
  return (
    <>
      {line.held.map((ground) => (
        <span key={ground} className="tag tag-major">
          ‖ 暂停销毁：{ground}
        </span>
      ))}
      {line.standing.id === "kept" ? (
        line.ended ? (
          <>
            已期满
            {line.appraise_by ? (
              <span className="due-line">
                <LightMark light={line.light} /> <span className="small soft">{line.appraise_by} 前鉴定</span>
              </span>
            ) : null}
          </>
        ) : (
          "即将期满"
        )
      ) : (
        <>
          {line.standing.title}
          {line.sheet ? (
            <span className="due-line">
              <Link to="/retention/sheets/$sheet" params={{ sheet: line.sheet }}>
                看清册
              </Link>
            </span>
          ) : null}
        </>
      )}
    </>
  );
}
