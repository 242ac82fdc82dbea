/** 音像待归集: hand in what the cameras hold, and say with one tap to which stretch of which matter each recording belongs. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { post } from "../../api/client";
import { thumbnailPath } from "../../api/files";
import type { TakeLine, TakeSuggestion } from "../../api/intake";
import { asProblem, type Refused } from "../../api/problem";
import { client, path } from "../../api/queries";
import { inboxQuery } from "../../api/recordingQueries";
import type { FileRef } from "../../api/types";
import { FileBox } from "../../forms/FileBox";
import { EmptyNote } from "../../parts/EmptyNote";
import { Look } from "../../parts/Look";
import { PageHead } from "../../parts/PageHead";
import { ProblemNote } from "../../parts/ProblemNote";
import { Thumb } from "../../parts/Thumb";
import { Waiting } from "../../parts/Waiting";
import { factWords, originWords } from "../../words/files";
import { stretchWords } from "../../words/recordings";
import { sizeWords } from "../../words/shown";
import "../../forms/forms.css";
import "./intake.css";

const fresh = () => client.invalidateQueries();

export function IntakePage() {
  const inbox = useQuery(inboxQuery);
  return (
    <Look>
      <PageHead
        title="音像待归集"
        lead="把执法记录仪、相机里的文件一次选进来；系统按人员和时间找到事项，您点一下确认。"
      />
      <HandIn />
      <Waiting query={inbox} rows={6}>
        {(data) => (
          <>
            <p className="small soft">
              您办理的事项还有 {data.owed} 段没有录音录像；已归集 {data.done} 份。
            </p>
            {data.waiting.length === 0 ? (
              <EmptyNote title="没有待归集的音像">选好文件以后，会在这里逐份列出。</EmptyNote>
            ) : (
              <ul className="takes">
                {data.waiting.map((take) => (
                  <Take key={take.id} take={take} />
                ))}
              </ul>
            )}
          </>
        )}
      </Waiting>
    </Look>
  );
}

function HandIn() {
  const [device, setDevice] = useState("");
  const [without, setWithout] = useState<FileRef[]>([]);
  const [trouble, setTrouble] = useState<string[]>([]);
  const take = async (files: FileRef[]) => {
    for (const file of files) {
      try {
        await post<TakeLine>(path("recordings"), {
          digest: file.digest,
          name: file.name,
          ...(device ? { device } : {}),
        });
      } catch (error) {
        const problem = asProblem(error);
        // The file does not say when it was made: a person does.
        if (problem.code === "intake.when") setWithout((before) => [...before, file]);
        else setTrouble((before) => [...before, `“${file.name}”没有收下：${problem.detail}`]);
      }
    }
    await fresh();
  };
  return (
    <section className="panel intake-hand" aria-label="交来音像">
      <div className="panel-body">
        <label className="intake-field">
          <span className="field-label">设备编号</span>
          <input
            className="input"
            value={device}
            maxLength={64}
            placeholder="台账上的编号；手机拍的不填"
            onChange={(event) => setDevice(event.target.value)}
          />
        </label>
        <FileBox
          id="takes"
          files={[]}
          several
          accept="image/*,audio/*,video/*"
          onFiles={(files) => void take(files)}
        />
        {trouble.map((line) => (
          <p className="field-fault" key={line}>
            {line}
          </p>
        ))}
        {without.map((file) => (
          <When
            key={file.digest}
            file={file}
            device={device}
            done={() => setWithout((before) => before.filter((one) => one.digest !== file.digest))}
          />
        ))}
      </div>
    </section>
  );
}

/** When a recording was made, where its file does not say. */
function When({ file, device, done }: { file: FileRef; device: string; done: () => void }) {
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const send = useMutation({
    mutationFn: () =>
      post<TakeLine>(path("recordings"), {
        digest: file.digest,
        name: file.name,
        from,
        ...(to ? { to } : {}),
        ...(device ? { device } : {}),
      }),
    onSuccess: async () => {
      done();
      await fresh();
    },
  });
  return (
    <form
      className="take-when"
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate();
      }}
    >
      <p>“{file.name}”里没有拍摄时间，请填写：</p>
      <label>
        开始{" "}
        <input
          className="input"
          type="datetime-local"
          required
          value={from}
          onChange={(event) => setFrom(event.target.value)}
        />
      </label>
      <label>
        结束{" "}
        <input
          className="input"
          type="datetime-local"
          value={to}
          onChange={(event) => setTo(event.target.value)}
        />
      </label>
      <button type="submit" className="button button-small" disabled={send.isPending}>
        收下
      </button>
      {send.error ? <p className="field-fault">{asProblem(send.error).detail}</p> : null}
    </form>
  );
}

function Take({ take }: { take: TakeLine }) {
  const [first, ...others] = take.suggestions;
  return (
    <li className="panel">
      <div className="panel-body take">
        <div className="take-what">
          <Thumb type={take.type} name={take.name} source={thumbnailPath(take.digest, { take: take.id })} />
          <div>
            <strong className="take-name">{take.name}</strong>
            <p className="small soft">
              {[stretchWords(take), ...factWords(take.facts), sizeWords(take.size)].join("，")}
              {take.device ? `，设备 ${take.device}` : ""}
            </p>
            {originWords(take.facts).length > 0 ? (
              <p className="small soft">文件自述：{originWords(take.facts).join("，")}</p>
            ) : null}
            {take.doubt ? <p className="small light-today">▲ {take.doubt}</p> : null}
          </div>
        </div>
        <div className="take-where">
          {first ? (
            <>
              <Where take={take} suggestion={first} />
              {others.length > 0 ? (
                <details>
                  <summary className="small">还有 {others.length} 处可能</summary>
                  {others.map((one) => (
                    <Where key={`${one.matter.id}/${one.version}`} take={take} suggestion={one} />
                  ))}
                </details>
              ) : null}
            </>
          ) : (
            <p className="small soft">
              没有找到时间相符、由您参加的环节。可以到事项里办理“音像记录入库”，或者搁置。
            </p>
          )}
          <SetAside take={take} />
        </div>
      </div>
    </li>
  );
}

function Where({ take, suggestion }: { take: TakeLine; suggestion: TakeSuggestion }) {
  const [reason, setReason] = useState("");
  const link = useMutation({
    mutationFn: () =>
      post(path("recordings", take.id, "link"), {
        matter: suggestion.matter.id,
        scene: suggestion.scene,
        ...(reason.trim() ? { late_reason: reason.trim() } : {}),
      }),
    onSuccess: fresh,
  });
  return (
    <div className="take-one">
      <p>
        <Link to="/matters/$matter" params={{ matter: suggestion.matter.id }}>
          {suggestion.matter.number ?? suggestion.matter.noun}
        </Link>{" "}
        {suggestion.matter.title}
        <br />
        <span className="small soft">
          {suggestion.scene} {stretchWords(suggestion, suggestion.timed)}，重合 {suggestion.share}%
          {suggestion.sure ? "，只有这一处相符" : ""}
        </span>
      </p>
      {suggestion.late ? (
        <label className="intake-field">
          <span className="field-label">已过入库时限，请写明原因</span>
          <input
            className="input"
            value={reason}
            maxLength={300}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
      ) : null}
      <button
        type="button"
        className={suggestion.sure || suggestion.late ? "button button-main" : "button"}
        disabled={link.isPending || (suggestion.late && reason.trim() === "")}
        onClick={() => link.mutate()}
      >
        归入这里
      </button>
      {link.error ? <ProblemNote error={link.error as Refused} matter={suggestion.matter.id} /> : null}
    </div>
  );
}

function SetAside({ take }: { take: TakeLine }) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const aside = useMutation({
    mutationFn: () => post(path("recordings", take.id, "aside"), { reason: reason.trim() }),
    onSuccess: fresh,
  });
  if (!open) {
    return (
      <button type="button" className="button button-small" onClick={() => setOpen(true)}>
        不属于任何事项
      </button>
    );
  }
  return (
    <form
      className="take-when"
      onSubmit={(event) => {
        event.preventDefault();
        aside.mutate();
      }}
    >
      <label className="intake-field">
        <span className="field-label">理由</span>
        <input
          className="input"
          required
          maxLength={255}
          value={reason}
          placeholder="误录、测试设备"
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      <button type="submit" className="button button-small" disabled={aside.isPending}>
        搁置
      </button>
      {aside.error ? <p className="field-fault">{asProblem(aside.error).detail}</p> : null}
    </form>
  );
}
