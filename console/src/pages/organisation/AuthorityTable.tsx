/** Roles across, powers down: the whole of who may do what, on one table. */
import { useQuery } from "@tanstack/react-query";
import { authorityQuery } from "../../api/queries";
import { Waiting } from "../../parts/Waiting";

export function AuthorityTable() {
  const authority = useQuery(authorityQuery);
  return (
    <section className="panel authority" aria-labelledby="authority">
      <div className="panel-head">
        <h2 id="authority">权限表</h2>
        <p className="small soft">● 可以办　空白为不可以</p>
      </div>
      <Waiting query={authority}>
        {(table) => (
          <div className="scroll-x">
            <table className="list-table">
              <caption className="unseen">每种角色的权限</caption>
              <thead>
                <tr>
                  <th scope="col">权限</th>
                  {table.roles.map((role) => (
                    <th key={role.id} scope="col">
                      {role.title}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {table.rows.map((row) => (
                  <tr key={row.power}>
                    <th scope="row">{row.title}</th>
                    {table.roles.map((role) => (
                      <td key={role.id}>
                        {row.cells[role.id] ? (
                          <span className="may">
                            ●<span className="unseen">可以</span>
                          </span>
                        ) : (
                          <span className="unseen">不可以</span>
                        )}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Waiting>
    </section>
  );
}
