/** 程序与依据: every procedure in force, by category. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { proceduresQuery } from "../../api/queries";
import { EmptyNote } from "../../parts/EmptyNote";
import { PageHead } from "../../parts/PageHead";
import { Waiting } from "../../parts/Waiting";
import "./procedures.css";

export function ProceduresPage() {
  const procedures = useQuery(proceduresQuery);
  return (
    <>
      <PageHead title="程序与依据" lead="平台上每一步怎么走、由谁办、几天内办、依据哪一条，都写在这里。" />
      <Waiting query={procedures}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyNote title="还没有程序">请系统管理员先载入法规包。</EmptyNote>
          ) : (
            <ul className="procedure-cards">
              {rows.map((row) => (
                <li key={row.id}>
                  <Link className="panel" to="/procedures/$procedure" params={{ procedure: row.id }}>
                    <strong>{row.title}</strong>
                    <span className="small soft">
                      {row.category} · 版本 {row.version}
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </Waiting>
    </>
  );
}
