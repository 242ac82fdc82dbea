/** 组织与权限: agencies as a tree, the people of one agency with their cards, and who may do what. */
import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { agenciesQuery, peopleQuery } from "../../api/queries";
import type { Agency, PersonRow } from "../../api/types";
import { EmptyNote } from "../../parts/EmptyNote";
import { PageHead } from "../../parts/PageHead";
import { Waiting } from "../../parts/Waiting";
import { useMe } from "../../session/session";
import { AuthorityTable } from "./AuthorityTable";
import "./organisation.css";

export function OrganisationPage() {
  const me = useMe();
  const { agency = me.agency.id } = useSearch({ from: "/inside/organisation" });
  const agencies = useQuery(agenciesQuery);
  return (
    <>
      <PageHead title="组织与权限" lead="谁属于哪个机关，执法证是否有效，每种角色可以办什么。" />
      <div className="organisation">
        <nav className="panel" aria-label="机关">
          <h2>机关</h2>
          <div className="panel-body">
            <Waiting query={agencies}>{(tree) => <Branch agencies={tree} chosen={agency} />}</Waiting>
          </div>
        </nav>
        <People agency={agency} name={nameOf(agencies.data ?? [], agency)} />
      </div>
      <AuthorityTable />
    </>
  );
}

function Branch({ agencies, chosen }: { agencies: Agency[]; chosen: string }) {
  return (
    <ul className="branch">
      {agencies.map((agency) => (
        <li key={agency.id}>
          <Link
            to="/organisation"
            search={{ agency: agency.id }}
            aria-current={agency.id === chosen ? "true" : undefined}
            resetScroll={false}
          >
            {agency.name}
          </Link>
          {agency.children.length > 0 ? <Branch agencies={agency.children} chosen={chosen} /> : null}
        </li>
      ))}
    </ul>
  );
}

function nameOf(tree: Agency[], id: string): string {
  for (const agency of tree) {
    if (agency.id === id) return agency.name;
    const below = nameOf(agency.children, id);
    if (below) return below;
  }
  return "";
}

function People({ agency, name }: { agency: string; name: string }) {
  const people = useQuery(peopleQuery(agency));
  return (
    <section className="panel" aria-labelledby="people">
      <div className="panel-head">
        <h2 id="people">{name || "人员"}</h2>
        <p className="small soft" aria-live="polite">
          {people.data ? `${people.data.length} 人` : ""}
        </p>
      </div>
      <Waiting query={people}>
        {(rows) =>
          rows.length > 0 ? (
            <PeopleTable rows={rows} />
          ) : (
            <EmptyNote title="这个机关还没有登记人员">
              人员和执法证由系统管理员导入或登记，登记以后才能在案件里选到。
            </EmptyNote>
          )
        }
      </Waiting>
    </section>
  );
}

function PeopleTable({ rows }: { rows: PersonRow[] }) {
  return (
    <div className="scroll-x">
      <table className="list-table stacks">
        <caption className="unseen">人员与执法证</caption>
        <thead>
          <tr>
            <th scope="col">姓名</th>
            <th scope="col">角色</th>
            <th scope="col">执法证</th>
            <th scope="col">有效期</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td className="nowrap">
                <strong>{row.name}</strong>
              </td>
              <td>{row.roles.map((role) => role.title).join("、")}</td>
              <td data-label="执法证" className="nowrap">
                {row.card ?? <span className="soft">无</span>}
              </td>
              <td data-label="有效期" className="nowrap">
                {row.card === null ? null : row.valid ? (
                  `至 ${row.valid_until ?? "长期"}`
                ) : (
                  <span className="light light-overdue">已于 {row.valid_until} 到期，不能执法</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
