/** 四性检测: tested when asked, because every proof is checked anew; each check says what was tested and what came out. */
import { useQuery } from "@tanstack/react-query";
import { propertiesQuery } from "../../api/dossierQueries";
import { ProblemNote } from "../../parts/ProblemNote";

const OUTCOMES = {
  passed: { word: "○ 通过", light: "light light-ok" },
  failed: { word: "▲ 不通过", light: "light light-overdue" },
  not_tested: { word: "— 未检测", light: "light light-stopped" },
};

export function FourProperties({ matter }: { matter: string }) {
  const report = useQuery({ ...propertiesQuery(matter), enabled: false });
  return (
    <section className="panel dossier-properties" aria-labelledby="properties">
      <div className="panel-head">
        <h2 id="properties">四性检测</h2>
        <button
          type="button"
          className="button button-small"
          disabled={report.isFetching}
          onClick={() => report.refetch()}
        >
          {report.isFetching ? "正在检测" : report.data ? "再检测一次" : "检测"}
        </button>
      </div>
      <div className="panel-body" aria-live="polite">
        {report.error && !report.isFetching ? <ProblemNote error={report.error} /> : null}
        {report.data ? (
          <>
            <p>
              <strong>{report.data.passed ? "○ 检测的各项都通过" : "▲ 有不通过的"}</strong>
              <span className="small soft">，检测的是现在导出归档包会装的全部内容</span>
            </p>
            <div className="dossier-four">
              {report.data.properties.map((property) => (
                <section key={property.title} aria-label={property.title}>
                  <h3>{property.title}</h3>
                  <ul>
                    {property.checks.map((check) => (
                      <li key={check.title}>
                        <span className={OUTCOMES[check.outcome].light}>{OUTCOMES[check.outcome].word}</span>{" "}
                        {check.title}
                        <span className="small soft">{check.detail}</span>
                      </li>
                    ))}
                  </ul>
                </section>
              ))}
            </div>
          </>
        ) : (
          <p className="soft">真实、完整、可用、安全，逐项核对摘要、证明、目录和文件。</p>
        )}
      </div>
    </section>
  );
}
