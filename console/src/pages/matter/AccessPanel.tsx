/** 调阅: what this person may open of the matter, and how to ask where that is not enough. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { post } from "../../api/client";
import { filesQuery, type MatterFile } from "../../api/files";
import { accessQuery, type MatterAccess } from "../../api/looking";
import { ownProblem, Refused } from "../../api/problem";
import { client, path } from "../../api/queries";
import { Article } from "../../parts/Article";
import { Ask } from "../../parts/Ask";
import { RequestList } from "../looks/RequestList";
import "./files.css";

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

/** The files of the matter to tick, with what was made of them. */
function Choices(props: { files: MatterFile[]; chosen: string[]; onChosen: (chosen: string[]) => void }) {
  const { files, chosen, onChosen } = props;
  const all = files.flatMap((file) => [
    { digest: file.digest, name: file.name, under: `${file.act.title} ${file.day}` },
    ...file.derivatives.map((one) => ({ digest: one.digest, name: one.name, under: one.kind })),
  ]);
  return (
    <div className="access-files">
      {all.length === 0 ? <p className="small soft">本件还没有文件。</p> : null}
      {all.map((file) => (
        <label key={file.digest} className="option">
          <input
            type="checkbox"
            checked={chosen.includes(file.digest)}
            onChange={(event) =>
              onChosen(
                event.target.checked
                  ? [...chosen, file.digest]
                  : chosen.filter((digest) => digest !== file.digest),
              )
            }
          />{" "}
          {file.name} <span className="small soft">{file.under}</span>
        </label>
      ))}
      <p className="small soft" aria-live="polite">
        已选 {chosen.length} 份
      </p>
    </div>
  );
}

function AskToLook(props: { matter: string; access: MatterAccess; onClose: () => void }) {
  const { matter, access, onClose } = props;
  const [purpose, setPurpose] = useState(access.purposes[0]?.id ?? "");
  const [until, setUntil] = useState("");
  const [single, setSingle] = useState(false);
  const [chosen, setChosen] = useState<string[]>([]);
  const held = useQuery({ ...filesQuery(matter), enabled: single }).data?.files ?? [];
  const send = async (reason: string) => {
    if (single && chosen.length === 0)
      throw new Refused(ownProblem("console.no_files", "还没有选文件", "请勾选要看的文件，或者申请整卷。"));
    await post(path("matters", matter, "access"), {
      purpose,
      reason,
      ...(single ? { files: chosen } : {}),
      ...(until ? { until } : {}),
    });
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
      <fieldset>
        <legend>范围</legend>
        <label className="option">
          <input type="radio" name="scope" checked={!single} onChange={() => setSingle(false)} /> 整卷
        </label>
        <label className="option">
          <input type="radio" name="scope" checked={single} onChange={() => setSingle(true)} /> 只看选中的文件
        </label>
        {single ? <Choices files={held} chosen={chosen} onChosen={setChosen} /> : null}
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
