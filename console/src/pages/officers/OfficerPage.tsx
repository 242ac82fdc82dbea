/** One officer: the card as it looks, what may be done now, its life from the record, training, phones. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { post } from "../../api/client";
import { type CanStep, type OfficerPage as Data, officerQuery, stepAddress } from "../../api/officers";
import { client } from "../../api/queries";
import { Life } from "../../parts/Life";
import { PageHead } from "../../parts/PageHead";
import { ProblemNote } from "../../parts/ProblemNote";
import { Prose } from "../../parts/Prose";
import { Waiting } from "../../parts/Waiting";
import { Apply } from "./Apply";
import { Hours } from "./OfficersPage";
import { Standing } from "./Standing";
import { StepForm } from "./StepForm";
import "../../forms/forms.css";
import "./officers.css";

export function OfficerPage() {
  const { officer } = useParams({ from: "/inside/officers/$officer" });
  const page = useQuery(officerQuery(officer));
  return (
    <Waiting query={page} rows={10}>
      {(data) => <One key={officer} page={data} />}
    </Waiting>
  );
}

function One({ page }: { page: Data }) {
  const { line } = page;
  const [step, setStep] = useState<CanStep | null>(null);
  const [said, setSaid] = useState("");
  return (
    <>
      <p className="small">
        <Link to="/officers" search={{}}>
          ‹ 执法人员
        </Link>
      </p>
      <PageHead title={line.name} lead={[line.agency.name, line.post].filter(Boolean).join(" · ")} />
      <div className="officer-page">
        <div className="officer-main">
          <Card page={page} />
          <Life id="life" title="证件经过" steps={page.life} />
        </div>
        <div className="officer-side">
          <section className="panel" aria-labelledby="steps">
            <h2 id="steps">现在可以做</h2>
            <div className="panel-body officer-steps">
              {said ? (
                <p role="status">
                  <Prose text={said} />
                </p>
              ) : null}
              {page.can.length === 0 ? <p className="soft">眼下没有轮到您办的。</p> : null}
              {page.can.map((each, index) => (
                <button
                  key={each.id}
                  type="button"
                  className={index === 0 && FORWARD.includes(each.id) ? "button button-main" : "button"}
                  onClick={() => setStep(each)}
                >
                  {each.title}
                </button>
              ))}
            </div>
          </section>
          <Training page={page} />
          <Devices page={page} onSaid={setSaid} />
        </div>
      </div>
      {step?.id === "apply" ? (
        <Apply person={line.id} regions={line.regions} onClose={() => setStep(null)} />
      ) : step ? (
        <StepForm page={page} step={step} onDone={setSaid} onClose={() => setStep(null)} />
      ) : null}
    </>
  );
}

/** Steps that take a card on. */
const FORWARD = ["apply", "examine", "issue", "activate", "resume"];

function Card({ page }: { page: Data }) {
  const { line } = page;
  return (
    <section className={`card-face card-${line.standing}`} aria-label="执法证">
      {page.photo ? (
        <img src={`/api/officers/${encodeURIComponent(line.id)}/photo`} alt={`${line.name}的证件照片`} />
      ) : (
        <span className="card-nophoto" aria-hidden="true">
          {line.name.slice(0, 1)}
        </span>
      )}
      <div>
        <p className="card-title">行政执法证</p>
        <p className="card-number tabular">{line.card || "还没有证号"}</p>
        <Standing id={line.standing} title={line.standing_title} soon={line.soon} />
        <dl className="pairs">
          <dt>有效期</dt>
          <dd className="tabular">
            {page.valid_from ?? "—"} 至 {line.valid_until ?? "—"}
          </dd>
          <dt>执法类别</dt>
          <dd>{line.fields.join("、") || "证件没有限定"}</dd>
          <dt>执法区域</dt>
          <dd className="tabular">{line.regions.join("、") || "证件没有限定"}</dd>
          {page.issuer ? (
            <>
              <dt>发证机关</dt>
              <dd>{page.issuer}</dd>
            </>
          ) : null}
          {page.asked ? (
            <>
              <dt>正在申领</dt>
              <dd>
                {page.asked.fields.join("、")}，区域 {page.asked.regions.join("、")}
              </dd>
            </>
          ) : null}
        </dl>
      </div>
    </section>
  );
}

function Training({ page }: { page: Data }) {
  return (
    <section className="panel" aria-labelledby="training">
      <div className="panel-head">
        <h2 id="training">培训</h2>
        <p className="small tabular">
          本年 <Hours row={page.line} /> 学时
        </p>
      </div>
      <div className="panel-body">
        {page.line.trained ? null : <p className="standing standing-bad">▲ 岗前培训未合格，不能启用</p>}
        {page.training.length === 0 ? <p className="soft">没有登记。</p> : null}
        <ul className="plain">
          {page.training.map((each) => (
            <li key={`${each.day}/${each.subject}`}>
              <span className="tabular">{each.day}</span>　{each.before_post ? "岗前" : "年度"} {each.hours}{" "}
              学时，
              {each.subject}
              {each.passed ? "" : "，不合格"}
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

function Devices({ page, onSaid }: { page: Data; onSaid: (said: string) => void }) {
  const [error, setError] = useState<unknown>(null);
  const revoke = (device: string) => {
    setError(null);
    post<{ said: string }>(stepAddress(page.line.id, "revoke"), { fields: { device }, seen: page.seen })
      .then(async (done) => {
        await client.invalidateQueries({ queryKey: ["officers"] });
        onSaid(done.said);
      })
      .catch(setError);
  };
  return (
    <section className="panel" aria-labelledby="devices">
      <h2 id="devices">亮证的手机</h2>
      <div className="panel-body">
        {page.devices.length === 0 ? (
          <p className="soft">没有登记。本人在手机上打开“亮证”登记一次，断网也能用。</p>
        ) : null}
        <ul className="plain">
          {page.devices.map((each) => (
            <li key={each.id} className="device">
              <span>
                {each.label}
                <span className="small soft tabular device-since">
                  {each.since.replace("T", " ")} 登记
                  {each.until ? `，${each.until.replace("T", " ")} 停用` : ""}
                </span>
              </span>
              {each.until === null && page.can_revoke ? (
                <button type="button" className="button button-small" onClick={() => revoke(each.id)}>
                  停用
                </button>
              ) : null}
            </li>
          ))}
        </ul>
        {error ? <ProblemNote error={error} /> : null}
      </div>
    </section>
  );
}
