/** 调阅: what this person may open of the matter, and how to ask where that is not enough. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { post } from "../../api/client";
import { accessQuery, type MatterAccess } from "../../api/looking";
import { client, path } from "../../api/queries";
import { Article } from "../../parts/Article";
import { Ask } from "../../parts/Ask";
import { RequestList } from "../looks/RequestList";

export function AccessPanel({ matter }: { matter: string }) {
  const access = useQuery(accessQuery(matter));
  const [asking, setAsking] = useState(false);
  const data = access.data;
  if (!data || (data.part !== null && data.requests.length === 0)) return null;
  const waits = data.requests.some((request) => request.standing.id === "asked");
  return (
    <>
      {data.part === null ? (
        <section className="panel" aria-labelledby="access">
          <h2 id="access">调阅</h2>
          <div className="panel-body">
            {data.granted_until ? (
              <p>
                ✓ 已批准看{data.whole ? "整卷" : `${data.files.length} 个文件`}，到 {data.granted_until}
                。每次查看都有记录。
              </p>
            ) : (
              <p>
                您不是本件的承办、审核、审批或者档案人员。页面可以看，录音录像和证据文件要先申请，由本件所在机关批准{" "}
                <Article cite={data.basis[0] ?? ""} />。
              </p>
            )}
            {waits || data.granted_until ? null : (
              <button type="button" className="button button-main" onClick={() => setAsking(true)}>
                申请调阅
              </button>
            )}
          </div>
        </section>
      ) : null}
      {data.requests.length > 0 ? <RequestList title="调阅申请" rows={data.requests} empty="" /> : null}
      {asking ? <AskToLook matter={matter} access={data} onClose={() => setAsking(false)} /> : null}
    </>
  );
}

function AskToLook(props: { matter: string; access: MatterAccess; onClose: () => void }) {
  const { matter, access, onClose } = props;
  const [purpose, setPurpose] = useState(access.purposes[0]?.id ?? "");
  const [until, setUntil] = useState("");
  const send = async (reason: string) => {
    await post(path("matters", matter, "access"), { purpose, reason, ...(until ? { until } : {}) });
    await client.invalidateQueries({ queryKey: ["matter", matter, "access"] });
    await client.invalidateQueries({ queryKey: ["access"] });
  };
  return (
    <Ask
      title="申请调阅本件案卷"
      lead={`由本件所在机关有审批权的人批准，一次最长 ${access.longest} 日，到期自动失效；每次查看都有记录。`}
      label="为什么要看"
      button="申请"
      onDo={send}
      onClose={onClose}
    >
      <fieldset>
        <legend>用途</legend>
        {access.purposes.map((one) => (
          <label key={one.id} className="option">
            <input
              type="radio"
              name="purpose"
              checked={purpose === one.id}
              onChange={() => setPurpose(one.id)}
            />{" "}
            {one.title}
          </label>
        ))}
      </fieldset>
      <label className="ask-field">
        看到哪一天 <span className="small soft">不填是 {access.longest} 日</span>
        <input
          className="input"
          type="date"
          value={until}
          onChange={(event) => setUntil(event.target.value)}
        />
      </label>
    </Ask>
  );
}
