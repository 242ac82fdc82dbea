/** One register: its entries as the address bar narrows them, what can be done with several at once, and the ways to add. */
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useRouterState, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { entriesQuery, registersQuery, templatePath } from "../../api/registerQueries";
import type { EntryLine, RegisterInfo } from "../../api/types";
import { Article } from "../../parts/Article";
import { EmptyNote } from "../../parts/EmptyNote";
import { Icon } from "../../parts/Icon";
import { PageHead } from "../../parts/PageHead";
import { Waiting } from "../../parts/Waiting";
import { Bulk } from "./Bulk";
import { EntryFilterRow } from "./EntryFilterRow";
import { EntryTable } from "./EntryTable";
import { type EntryFilter, entryQueryOf, isNarrowed, narrowed, readEntryFilter } from "./filter";
import { StateNone } from "./StateNone";
import "../../forms/forms.css";
import "../matters/matters.css";
import "./registers.css";

const PAGE = 50;

export function RegisterListPage() {
  const { register: id } = useParams({ from: "/inside/registers/$register" });
  const registers = useQuery(registersQuery);
  return (
    <Waiting query={registers} rows={10}>
      {(rows) => {
        const register = rows.find((row) => row.id === id);
        // Another register is another list: nothing ticked here may be acted on there.
        return register ? <One key={id} register={register} /> : <Unknown />;
      }}
    </Waiting>
  );
}

export function Unknown() {
  return (
    <EmptyNote
      title="没有这个名录"
      action={
        <Link className="button" to="/registers">
          看全部名录
        </Link>
      }
    >
      地址可能写错了，或者法律包里已经没有这个名录。
    </EmptyNote>
  );
}

function One({ register }: { register: RegisterInfo }) {
  const filter = useSearch({ from: "/inside/registers/$register" });
  const navigate = useNavigate();
  const list = useQuery(entriesQuery(register.id, entryQueryOf(filter, PAGE)));
  const [ticked, setTicked] = useState<ReadonlyMap<string, EntryLine>>(new Map());
  const [statingNone, setStatingNone] = useState(false);
  const acts = register.can.propose || register.can.examine || register.can.publish;
  const narrow = (part: Partial<EntryFilter>) =>
    void navigate({
      to: "/registers/$register",
      params: { register: register.id },
      search: narrowed(filter, part),
      replace: true,
    });
  return (
    <>
      <PageHead
        title={register.title}
        lead={
          <>
            {register.help}{" "}
            {register.basis.map((article) => (
              <Article key={article} cite={article} />
            ))}
          </>
        }
      >
        {register.id === "catalogue" ? (
          <Link className="button" to="/catalogue">
            与上级目录对照
          </Link>
        ) : null}
        <a className="button" href={templatePath(register.id)} download={`${register.title}模板.xlsx`}>
          <Icon name="download" size={18} />
          Excel 模板
        </a>
        {register.can.propose ? (
          <>
            <Link className="button" to="/registers/$register/import" params={{ register: register.id }}>
              从 Excel 导入
            </Link>
            <Link
              className="button button-main"
              to="/registers/$register/propose"
              params={{ register: register.id }}
              search={{}}
            >
              新增{register.noun}
            </Link>
          </>
        ) : null}
      </PageHead>
      <EntryFilterRow register={register} filter={filter} onChange={narrow} />
      {acts ? (
        <Bulk register={register} ticked={[...ticked.values()]} onDone={() => setTicked(new Map())} />
      ) : null}
      <section className="panel" aria-label={`${register.title}条目`} aria-busy={list.isFetching}>
        <Waiting query={list} rows={10}>
          {(data) =>
            data.items.length > 0 ? (
              <>
                <EntryTable
                  register={register}
                  rows={data.items}
                  ticked={ticked}
                  onTick={acts ? setTicked : undefined}
                />
                <Pages register={register.id} filter={filter} next={data.next} />
                <p className="register-total small soft" aria-live="polite">
                  {data.exact ? "共" : "至少"} {data.total.toLocaleString("zh-CN")} 条
                </p>
              </>
            ) : (
              <Nothing register={register} filter={filter} onNone={() => setStatingNone(true)} />
            )
          }
        </Waiting>
      </section>
      <NoneStated register={register} onNone={() => setStatingNone(true)} />
      {statingNone ? <StateNone register={register} onClose={() => setStatingNone(false)} /> : null}
    </>
  );
}

function NoneStated({ register, onNone }: { register: RegisterInfo; onNone: () => void }) {
  if (register.none.length === 0 && !register.can.propose) return null;
  return (
    <section className="panel register-none" aria-labelledby="none">
      <div className="panel-head">
        <h2 id="none">无此类事项</h2>
        {register.can.propose ? (
          <button type="button" className="button button-small" onClick={onNone}>
            声明“无此类事项”
          </button>
        ) : null}
      </div>
      <div className="panel-body">
        {register.none.length === 0 ? (
          <p className="soft">没有声明。确实没有的类别应当声明，公众看到的就不是空白。</p>
        ) : (
          <ul>
            {register.none.map((each) => (
              <li key={each.id}>
                <Link
                  to="/registers/$register/entries/$entry"
                  params={{ register: register.id, entry: each.id }}
                  search={{}}
                >
                  {each.agency.name} {each.group || "整个名录"}
                </Link>{" "}
                <span className="small soft">{each.effective} 起</span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

function Nothing({
  register,
  filter,
  onNone,
}: {
  register: RegisterInfo;
  filter: EntryFilter;
  onNone: () => void;
}) {
  if (isNarrowed(filter)) {
    return (
      <EmptyNote
        title="没有符合这些条件的条目"
        action={
          <Link className="button" to="/registers/$register" params={{ register: register.id }} search={{}}>
            清除条件，看全部
          </Link>
        }
      >
        试着去掉一个条件，或者换几个字。
      </EmptyNote>
    );
  }
  return (
    <EmptyNote
      title={`还没有${register.noun}`}
      action={
        register.can.propose ? (
          <span className="page-actions register-empty">
            <Link
              className="button button-main"
              to="/registers/$register/import"
              params={{ register: register.id }}
            >
              从 Excel 导入
            </Link>
            <button type="button" className="button" onClick={onNone}>
              声明“无此类事项”
            </button>
          </span>
        ) : null
      }
    >
      可以下载模板填好后整批导入，也可以一条一条新增。确实没有的，声明“无此类事项”。
    </EmptyNote>
  );
}

/** Cursors know only the way forward; the way back is remembered with the place in the history. */
function Pages({ register, filter, next }: { register: string; filter: EntryFilter; next: string | null }) {
  const trail = useRouterState({ select: (state) => state.location.state.trail ?? [] });
  if (!next && !filter.cursor) return null;
  const back = trail.at(-1);
  return (
    <nav className="pages" aria-label="翻页">
      {filter.cursor ? (
        <Link
          className="button"
          to="/registers/$register"
          params={{ register }}
          search={readEntryFilter({ ...filter, cursor: back ?? "" })}
          state={{ trail: trail.slice(0, -1) }}
        >
          {trail.length > 0 ? "上一页" : "回到第一页"}
        </Link>
      ) : null}
      <span className="soft">第 {trail.length + 1} 页</span>
      {next ? (
        <Link
          className="button"
          to="/registers/$register"
          params={{ register }}
          search={{ ...filter, cursor: next }}
          state={{ trail: [...trail, filter.cursor ?? ""] }}
        >
          下一页
        </Link>
      ) : null}
    </nav>
  );
}
