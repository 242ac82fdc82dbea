/** 事项与案件: one list, narrowed and ordered by what the address bar says, page by page, exported as shown. */
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useRouterState, useSearch } from "@tanstack/react-router";
import { mattersQuery } from "../../api/queries";
import { EmptyNote } from "../../parts/EmptyNote";
import { Icon } from "../../parts/Icon";
import { PageHead } from "../../parts/PageHead";
import { Waiting } from "../../parts/Waiting";
import { useMe } from "../../session/session";
import { FilterRow } from "./FilterRow";
import { changed, type Filter, isNarrowed, queryOf, readFilter, sheetPath } from "./filter";
import { MatterTable } from "./MatterTable";
import "./matters.css";

const PAGE = 50;

export function MattersPage() {
  const me = useMe();
  const filter = useSearch({ from: "/inside/matters" });
  const navigate = useNavigate();
  const list = useQuery(mattersQuery(queryOf(filter, PAGE)));
  const narrow = (part: Partial<Filter>) =>
    void navigate({ to: "/matters", search: changed(filter, part), replace: true });
  return (
    <>
      <PageHead
        title="事项与案件"
        lead={<span aria-live="polite">{list.data ? totalWords(list.data) : "正在载入"}</span>}
      >
        <a className="button" href={sheetPath(filter)} download>
          <Icon name="download" size={18} />
          导出 Excel
        </a>
        {me.powers.includes("register") ? (
          <Link className="button button-main" to="/register">
            新登记
          </Link>
        ) : null}
      </PageHead>
      <FilterRow filter={filter} scope={me.scope} onChange={narrow} />
      <section className="panel matters" aria-label="事项与案件列表" aria-busy={list.isFetching}>
        <Waiting query={list} rows={12}>
          {(data) =>
            data.items.length > 0 ? (
              <>
                <MatterTable rows={data.items} filter={filter} onSort={(sort) => narrow({ sort })} />
                <Pages filter={filter} next={data.next} />
              </>
            ) : (
              <Nothing filter={filter} />
            )
          }
        </Waiting>
      </section>
    </>
  );
}

function totalWords(list: { total?: number; total_at_least?: number }): string {
  if (list.total !== undefined) return `共 ${list.total.toLocaleString("zh-CN")} 件`;
  return `超过 ${(list.total_at_least ?? 0).toLocaleString("zh-CN")} 件`;
}

/** Cursors know only the way forward; the way back is remembered with the place in the history. */
function Pages({ filter, next }: { filter: Filter; next: string | null }) {
  const trail = useRouterState({ select: (state) => state.location.state.trail ?? [] });
  const back = trail.at(-1);
  if (!next && !filter.cursor) return null;
  return (
    <nav className="pages" aria-label="翻页">
      {filter.cursor ? (
        <Link
          className="button"
          to="/matters"
          search={readFilter({ ...filter, cursor: back ?? "" })}
          state={{ trail: trail.slice(0, -1) }}
        >
          {trail.length > 0 ? "上一页" : "回到第一页"}
        </Link>
      ) : (
        <span className="button" aria-disabled="true">
          上一页
        </span>
      )}
      <span className="soft">第 {trail.length + 1} 页</span>
      {next ? (
        <Link
          className="button"
          to="/matters"
          search={{ ...filter, cursor: next }}
          state={{ trail: [...trail, filter.cursor ?? ""] }}
        >
          下一页
        </Link>
      ) : (
        <span className="button" aria-disabled="true">
          下一页
        </span>
      )}
    </nav>
  );
}

function Nothing({ filter }: { filter: Filter }) {
  if (isNarrowed(filter)) {
    return (
      <EmptyNote
        title="没有符合这些条件的事项"
        action={
          <Link className="button" to="/matters" search={{}}>
            清除条件，看全部
          </Link>
        }
      >
        试着去掉一个条件。关键词可以是编号里的数字、标题里的几个字，或者承办人的姓名。
      </EmptyNote>
    );
  }
  return (
    <EmptyNote
      title="还没有事项"
      action={
        <Link className="button button-main" to="/register">
          新登记
        </Link>
      }
    >
      登记一件信访事项或一条案件线索以后，它会出现在这里。从登记起，每一步都有期限和记录。
    </EmptyNote>
  );
}

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** Cursors of the pages before this one, first page as an empty text. */
    trail?: string[];
  }
}
