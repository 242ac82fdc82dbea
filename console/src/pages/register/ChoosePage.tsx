/** 新登记: first, what kind of matter it is. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { proceduresQuery } from "../../api/queries";
import { EmptyNote } from "../../parts/EmptyNote";
import { PageHead } from "../../parts/PageHead";
import { Waiting } from "../../parts/Waiting";
import { byCategory, openable } from "../procedures/listing";
import "../procedures/procedures.css";

export function ChoosePage() {
  const procedures = useQuery(proceduresQuery);
  return (
    <>
      <PageHead
        title="新登记"
        lead="先选适用的程序。程序决定要填什么、多少天内办完、哪些环节必须审核和公开。"
      />
      <Waiting query={procedures}>
        {(all) => {
          const rows = openable(all);
          return rows.length === 0 ? (
            <EmptyNote title="还没有可用的程序">
              请系统管理员先载入法律包，或者由机关负责人启用要办理的程序。
            </EmptyNote>
          ) : (
            byCategory(rows).map(([category, members]) => (
              <section key={category} className="category-cards" aria-label={category}>
                <h2>{category}</h2>
                <ul className="procedure-cards">
                  {members.map((row) => (
                    <li key={row.id}>
                      <Link className="panel" to="/register/$procedure" params={{ procedure: row.id }}>
                        <strong>{row.title}</strong>
                        <span className="small soft">一件称为“{row.noun}”</span>
                      </Link>
                    </li>
                  ))}
                </ul>
              </section>
            ))
          );
        }}
      </Waiting>
    </>
  );
}
