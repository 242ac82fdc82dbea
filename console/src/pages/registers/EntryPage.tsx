/** One entry of a register: what holds, what is under work, what may be done next and why not, every version and every step. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { entryQuery, registersQuery } from "../../api/registerQueries";
import type { EntryPage as Entry, EntryMark, EntryVersion, RegisterInfo } from "../../api/types";
import { EmptyNote } from "../../parts/EmptyNote";
import { PageHead } from "../../parts/PageHead";
import { Waiting } from "../../parts/Waiting";
import { momentWords } from "../../words/dates";
import { shownIn } from "./columns";
import { EntryCompare } from "./EntryCompare";
import { EntrySteps } from "./EntrySteps";
import { StateMark } from "./EntryTable";
import { useNames } from "./names";
import { Unknown } from "./RegisterListPage";
import "../../forms/forms.css";
import "./registers.css";

export function EntryPage() {
  const { register: kind, entry: id } = useParams({ from: "/inside/registers/$register/entries/$entry" });
  const registers = useQuery(registersQuery);
  const entry = useQuery(entryQuery(kind, id));
  return (
    <Waiting query={registers} rows={10}>
      {(rows) => {
        const register = rows.find((row) => row.id === kind);
        if (!register) return <Unknown />;
        return (
          <Waiting query={entry} rows={10}>
            {(data) => <Body register={register} entry={data} />}
          </Waiting>
        );
      }}
    </Waiting>
  );
}

function Body({ register, entry }: { register: RegisterInfo; entry: Entry }) {
  const { left, right } = useSearch({ from: "/inside/registers/$register/entries/$entry" });
  return (
    <>
      <PageHead
        title={entry.none ? `无此类事项：${entry.group || register.title}` : entry.name}
        lead={
          <span className="entry-lead">
            <Link to="/registers/$register" params={{ register: register.id }} search={{}}>
              {register.title}
            </Link>
            <span>{entry.agency.name}</span>
            {entry.group ? <span>{entry.group}</span> : null}
            <StateMark state={entry.state} title={entry.state_title} />
          </span>
        }
      />
      <div className="entry">
        <div className="entry-main">
          {entry.working ? (
            <Version register={register} version={entry.working} title="正在办理的版本" none={entry.none} />
          ) : null}
          {entry.current ? (
            <Version register={register} version={entry.current} title="今天有效的版本" none={entry.none} />
          ) : null}
          {!entry.working && !entry.current && entry.versions[0] ? (
            <Version register={register} version={entry.versions[0]} title="最近的版本" none={entry.none} />
          ) : null}
          {!entry.working && !entry.current && entry.versions.length === 0 ? (
            <section className="panel">
              <EmptyNote title="这一条还没有内容">采集以后，内容会出现在这里。</EmptyNote>
            </section>
          ) : null}
          {left && right ? (
            <EntryCompare register={register.id} entry={entry.id} left={Number(left)} right={Number(right)} />
          ) : null}
        </div>
        <div className="entry-side">
          <EntrySteps register={register} entry={entry} />
          <Versions register={register.id} entry={entry} />
          <History entry={entry} />
        </div>
      </div>
    </>
  );
}

interface VersionProps {
  register: RegisterInfo;
  version: EntryVersion;
  title: string;
  none: boolean;
}

function Version({ register, version, title, none }: VersionProps) {
  const names = useNames();
  const filled = register.columns
    .map((column) => ({ column, words: shownIn(column, version.fields[column.id], names) }))
    .filter(({ words }) => words !== "");
  return (
    <section className="panel" aria-label={title}>
      <div className="panel-head">
        <h2>{title}</h2>
        <p className="small soft">
          第 {version.version} 版 · {version.state_title}
        </p>
      </div>
      <div className="panel-body">
        {none ? <p>本机关没有这类事项。</p> : null}
        <dl className="pairs entry-fields">
          {filled.map(({ column, words }) => (
            <div key={column.id} style={{ display: "contents" }}>
              <dt>{column.title}</dt>
              <dd>
                {words} {column.public ? null : <span className="tag">不公开</span>}
              </dd>
            </div>
          ))}
          <dt>生效</dt>
          <dd>
            {version.effective}
            {version.until ? `，${version.until} 废止` : ""}
          </dd>
          <dt>来源</dt>
          <dd>{version.source}</dd>
          <Mark title="采集" mark={version.collected} />
          <Mark title="审核" mark={version.examined} />
          <Mark title="公布" mark={version.published} />
          <Mark title="废止" mark={version.withdrawn} />
        </dl>
      </div>
    </section>
  );
}

function Mark({ title, mark }: { title: string; mark: EntryMark | null }) {
  if (!mark) return null;
  return (
    <>
      <dt>{title}</dt>
      <dd>
        {mark.name} <span className="soft nowrap">{momentWords(mark.at)}</span>
        {mark.opinion ? `：${mark.opinion}` : ""}
      </dd>
    </>
  );
}

/** Every version that can be told apart, with a way to set two beside each other. */
function Versions({ register, entry }: { register: string; entry: Entry }) {
  const all = [...(entry.working ? [entry.working] : []), ...entry.versions];
  if (all.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="versions">
      <h2 id="versions">版本</h2>
      <ul className="panel-body entry-versions">
        {all.map((version, index) => {
          const before = all[index + 1];
          return (
            <li key={version.version}>
              第 {version.version} 版 <span className="small soft">{version.state_title}</span>
              <span className="small soft entry-group">{version.effective} 起</span>
              {before ? (
                <Link
                  className="small"
                  to="/registers/$register/entries/$entry"
                  params={{ register, entry: entry.id }}
                  search={{ left: String(before.version), right: String(version.version) }}
                  resetScroll={false}
                >
                  与第 {before.version} 版比较
                </Link>
              ) : null}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function History({ entry }: { entry: Entry }) {
  return (
    <section className="panel" aria-labelledby="history">
      <h2 id="history">经过</h2>
      <ol className="panel-body entry-history">
        {entry.history.map((step) => (
          <li key={`${step.at}/${step.step}/${step.version}`}>
            {step.title} <span className="small soft">第 {step.version} 版</span>
            <span className="small soft entry-group">
              {step.who} {momentWords(step.at)}
            </span>
            {step.opinion ? <p className="small">{step.opinion}</p> : null}
          </li>
        ))}
      </ol>
    </section>
  );
}
