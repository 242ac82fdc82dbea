/** 保管 beside a locked dossier: until when it is kept, holds, appraisals; and the steps of one dossier. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { post } from "../../api/client";
import { client, path } from "../../api/queries";
import { type Hold, type Life, lifeQuery } from "../../api/retention";
import { Article } from "../../parts/Article";
import { Ask } from "../../parts/Ask";
import { momentWords } from "../../words/dates";
import "./retention.css";

type Asking = { step: "hold" | "hand_over" } | { step: "lift"; hold: Hold };

export function LifePanel({ matter }: { matter: string }) {
  const life = useQuery(lifeQuery(matter));
  const [asking, setAsking] = useState<Asking | null>(null);
  const data = life.data;
  if (!data) return null;
  const can = (step: string) => data.can.some((one) => one.id === step);
  const standing = data.holds.filter((hold) => !hold.lifted);
  const { line } = data;
  return (
    <section className="panel" aria-labelledby="keeping">
      <h2 id="keeping">保管</h2>
      <div className="panel-body">
        <p>
          {line.period}
          {line.until ? `，到 ${line.until}${line.ended ? "，已经期满" : ""}` : "，没有期满的一天"}
        </p>
        {line.standing.id === "kept" ? null : (
          <p>
            <span className="tag">{line.standing.title}</span>{" "}
            {line.sheet ? (
              <Link to="/retention/sheets/$sheet" params={{ sheet: line.sheet }}>
                看清册
              </Link>
            ) : null}
          </p>
        )}
        {standing.map((hold) => (
          <div key={hold.n} className="note">
            <p>
              <strong>‖ 暂停销毁：{hold.ground.title}</strong>
              {hold.stale ? <span className="small soft">　很久没有复核</span> : null}
            </p>
            <p>
              {hold.reason}（{hold.basis}）
            </p>
            <p className="small soft">
              {hold.by.name} {momentWords(hold.at)}
            </p>
            {can("lift") ? (
              <button
                type="button"
                className="button button-small"
                onClick={() => setAsking({ step: "lift", hold })}
              >
                解除暂停
              </button>
            ) : null}
          </div>
        ))}
        <Way steps={data.steps} />
        <p className="due-do">
          {can("hold") ? (
            <button type="button" className="button button-small" onClick={() => setAsking({ step: "hold" })}>
              暂停销毁
            </button>
          ) : null}
          {can("hand_over") ? (
            <button
              type="button"
              className="button button-small"
              onClick={() => setAsking({ step: "hand_over" })}
            >
              登记移交回执
            </button>
          ) : null}
        </p>
      </div>
      {asking ? (
        <StepAsk matter={matter} life={data} asking={asking} onClose={() => setAsking(null)} />
      ) : null}
    </section>
  );
}

/** What happened to it since it was locked, the newest first. */
export function Way({ steps }: { steps: Life["steps"] }) {
  if (steps.length === 0) return null;
  return (
    <ol className="due-way" aria-label="保管的经过">
      {steps.map((step) => (
        <li key={`${step.at}${step.title}`}>
          <span>
            <strong>{step.title}</strong>　{step.by.name}
          </span>
          {step.said ? <span>{step.said}</span> : null}
          <span className="small soft">{momentWords(step.at)}</span>
        </li>
      ))}
    </ol>
  );
}

function StepAsk(props: { matter: string; life: Life; asking: Asking; onClose: () => void }) {
  const { matter, life, asking, onClose } = props;
  const [ground, setGround] = useState(life.grounds[0]?.id ?? "");
  const [basis, setBasis] = useState("");
  const [archive, setArchive] = useState("");
  const [number, setNumber] = useState("");
  const [day, setDay] = useState("");
  const send = async (fields: Record<string, unknown>) => {
    const next = await post<Life>(`${path("matters", matter, "retention")}/${asking.step}`, { fields });
    client.setQueryData(lifeQuery(matter).queryKey, next);
    await client.invalidateQueries({ queryKey: ["retention"] });
  };
  const rule = life.can.find((one) => one.id === asking.step);
  const lead = (
    <>
      {rule?.help} {rule ? <Article cite={rule.basis} /> : null}
    </>
  );
  if (asking.step === "lift") {
    return (
      <Ask
        title={`解除暂停：${asking.hold.ground.title}`}
        lead={lead}
        label="解除的原因"
        button="解除"
        onDo={(reason) => send({ n: asking.hold.n, reason })}
        onClose={onClose}
      />
    );
  }
  if (asking.step === "hold") {
    return (
      <Ask
        title="暂停销毁"
        lead={lead}
        label="原因"
        help="这段话在案卷销毁以后还要留下，不写当事人的姓名。"
        button="暂停销毁"
        onDo={(reason) => send({ ground, basis, reason })}
        onClose={onClose}
      >
        <fieldset>
          <legend>事由</legend>
          {life.grounds.map((one) => (
            <label key={one.id} className="option">
              <input
                type="radio"
                name="ground"
                checked={ground === one.id}
                onChange={() => setGround(one.id)}
              />{" "}
              {one.title}
            </label>
          ))}
        </fieldset>
        <label className="ask-field">
          依据
          <input
            className="input"
            value={basis}
            placeholder="例如 调卷函、审计通知书的名称和编号"
            onChange={(event) => setBasis(event.target.value)}
          />
        </label>
      </Ask>
    );
  }
  return (
    <Ask
      title="登记移交回执"
      lead={lead}
      button="登记"
      onDo={() => send({ archive, number, day })}
      onClose={onClose}
    >
      <label className="ask-field">
        接收的档案馆
        <input className="input" value={archive} onChange={(event) => setArchive(event.target.value)} />
      </label>
      <label className="ask-field">
        回执编号
        <input className="input" value={number} onChange={(event) => setNumber(event.target.value)} />
      </label>
      <label className="ask-field">
        移交日期
        <input className="input" type="date" value={day} onChange={(event) => setDay(event.target.value)} />
      </label>
    </Ask>
  );
}
