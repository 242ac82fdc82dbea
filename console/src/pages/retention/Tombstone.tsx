/** The page of a matter whose dossier was destroyed: what the certificate says, and no more. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { certificatePath, lifeQuery } from "../../api/retention";
import { Icon } from "../../parts/Icon";
import { PageHead } from "../../parts/PageHead";
import { Waiting } from "../../parts/Waiting";
import { Way } from "./LifePanel";
import "./retention.css";

export function Tombstone({ matter }: { matter: string }) {
  const life = useQuery(lifeQuery(matter));
  return (
    <Waiting query={life} rows={6}>
      {(data) => {
        const { line } = data;
        const leaves = data.leaves.map(([from, to]) => (from === to ? String(from) : `${from}—${to}`));
        return (
          <>
            <PageHead title="案卷已依法销毁" lead={<strong>{line.matter.name}</strong>}>
              <a className="button" href={certificatePath(matter)} target="_blank" rel="noopener">
                <Icon name="print" size={18} />
                打印销毁证明
              </a>
            </PageHead>
            <section className="panel gone" aria-label="销毁证明">
              <p className="gone-words">{data.destroyed}。</p>
              <dl className="gone-what">
                <dt>销毁证明</dt>
                <dd className="due-number">{line.paper}</dd>
                <dt>案卷号</dt>
                <dd>
                  {line.volume}，{line.pages} 页
                </dd>
                <dt>保管</dt>
                <dd>
                  {line.agency.name}，{line.archived} 归档，{line.period}
                  {line.until ? `，到 ${line.until}` : ""}
                </dd>
                <dt>在记录中的位置</dt>
                <dd className="mono">{leaves.join("、")}</dd>
              </dl>
              <p className="small soft">
                内容、文件和当事人的信息不能恢复。记录里每一条的叶还在，仍然可以核验它没有被改动
                {line.sheet ? (
                  <>
                    ；经过见{" "}
                    <Link to="/retention/sheets/$sheet" params={{ sheet: line.sheet }}>
                      鉴定销毁清册
                    </Link>
                  </>
                ) : null}
                。
              </p>
              <Way steps={data.steps} />
            </section>
          </>
        );
      }}
    </Waiting>
  );
}
