/** 配备情况: one square for each device that an agency ought to have; and the sheet that asks for those that are lacking. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { post } from "../../api/client";
import {
  type AgencyEquipment,
  budgetAddress,
  type Equipment,
  equipmentQuery,
  type StandardLine,
} from "../../api/devices";
import { client } from "../../api/queries";
import { Article } from "../../parts/Article";
import { Ask } from "../../parts/Ask";
import { Waiting } from "../../parts/Waiting";
import { useMe } from "../../session/session";

/** More devices than this are told as a share of a bar. */
const SQUARES = 20;

const CERTAINTY: Record<StandardLine["certainty"], string> = {
  read: "",
  excerpt: "只见节录，请核对原文",
  unverified: "尚待核实",
};

export function EquipmentView() {
  const equipment = useQuery(equipmentQuery);
  const [setting, setSetting] = useState<AgencyEquipment | null>(null);
  return (
    <Waiting query={equipment} rows={8}>
      {(data) => (
        <>
          <section className="panel equipment" aria-labelledby="lacks">
            <div className="panel-head">
              <h2 id="lacks">
                {data.short > 0 ? (
                  <span className="light-today">▲ 还缺 {data.short} 台</span>
                ) : (
                  <span className="light-ok">○ 已定类的机关不缺</span>
                )}
              </h2>
              <p className="small soft">执法记录仪、手持终端，按 {data.day} 证件有效的执法人员计算</p>
            </div>
            <Key />
            <ul className="equipment-lines">
              {lackingFirst(data.agencies).map((line) => (
                <Line key={line.agency.id} line={line} onSet={() => setSetting(line)} />
              ))}
            </ul>
          </section>
          <Standards rows={data.standards} />
          <Budget data={data} />
          {setting ? (
            <Classify line={setting} rows={data.standards} onClose={() => setSetting(null)} />
          ) : null}
        </>
      )}
    </Waiting>
  );
}

const lackingFirst = (lines: AgencyEquipment[]) => [...lines].sort((a, b) => b.short - a.short);

function Key() {
  return (
    <p className="equipment-key small soft" aria-hidden="true">
      <span className="key-has" /> 可用
      <span className="key-lacks" /> 缺
      <span className="key-more" /> 多于标准
    </p>
  );
}

function Line({ line, onSet }: { line: AgencyEquipment; onSet: () => void }) {
  return (
    <li>
      <div className="equipment-who">
        <strong>{line.agency.name}</strong>
        <span className="small soft">
          {line.class ? `${line.class} 类` : "未定类"} · 执法人员 {line.officers} 名
        </span>
      </div>
      <Picture line={line} />
      <div className="equipment-said tabular">
        {line.needed === null ? (
          <span className="soft">可用 {line.usable} 台</span>
        ) : (
          <span className={line.short > 0 ? "light light-today" : "light light-ok"}>
            {line.short > 0 ? `▲ 缺 ${line.short} 台` : "○ 够数"}
          </span>
        )}
        {line.needed === null ? null : (
          <span className="small soft">
            应配 {line.needed}，可用 {line.usable}
            {line.repair > 0 ? `，送修 ${line.repair}` : ""}
          </span>
        )}
      </div>
      {line.can_classify ? (
        <button type="button" className="button button-small" onClick={onSet}>
          {line.class ? "改类" : "定类"}
          <span className="unseen">：{line.agency.name}</span>
        </button>
      ) : null}
    </li>
  );
}

function Picture({ line }: { line: AgencyEquipment }) {
  const needed = line.needed ?? 0;
  const all = Math.max(needed, line.usable);
  const words =
    line.needed === null
      ? `可用 ${line.usable} 台，还没有定类`
      : `应配 ${needed} 台，可用 ${line.usable} 台，缺 ${line.short} 台`;
  const look = (n: number) =>
    n >= line.usable ? "square-lacks" : n >= needed && line.needed !== null ? "square-more" : "square-has";
  if (all <= SQUARES) {
    return (
      <svg
        className="equipment-picture"
        role="img"
        aria-label={words}
        width={SQUARES * 18}
        height="18"
        viewBox={`0 0 ${SQUARES * 18} 18`}
        preserveAspectRatio="xMinYMid meet"
      >
        {Array.from({ length: all }, (_, n) => n).map((n) => (
          <rect key={n} className={look(n)} x={n * 18 + 1.5} y="1.5" width="14" height="14" rx="2" />
        ))}
      </svg>
    );
  }
  const part = (count: number) => (SQUARES * 18 * count) / all;
  return (
    <svg className="equipment-picture" role="img" aria-label={words} width={SQUARES * 18} height="18">
      <rect className="square-lacks" x="1" y="2" width={part(all) - 2} height="14" rx="2" />
      <rect className="square-has" x="1" y="2" width={part(line.usable)} height="14" rx="2" />
    </svg>
  );
}

function Standards({ rows }: { rows: StandardLine[] }) {
  return (
    <section className="panel equipment" aria-labelledby="standards">
      <h2 id="standards">配备标准</h2>
      <ul className="panel-body equipment-standards">
        {rows.map((row) => (
          <li key={row.class}>
            <b>{row.class} 类</b>
            {row.each === null ? "按需配备，由机关写明需要几台" : `每不超过 ${row.each} 名执法人员 1 台`}{" "}
            <Article cite={row.basis} />
            {CERTAINTY[row.certainty] ? (
              <span className="small soft">
                {" "}
                {row.label.includes("（") ? row.label.slice(row.label.indexOf("（")) : ""}
                {CERTAINTY[row.certainty]}
              </span>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Budget({ data }: { data: Equipment }) {
  const me = useMe();
  const [price, setPrice] = useState("");
  if (!me.powers.includes("export")) return null;
  const yuan = /^\d{1,7}$/.test(price) ? Number(price) : null;
  return (
    <section className="panel equipment" aria-labelledby="budget">
      <h2 id="budget">购置经费申请表</h2>
      <div className="panel-body">
        <p>
          按缺口生成，供财务机构审核、机关负责人签字。
          {yuan !== null && data.short > 0
            ? `${data.short} 台，共 ${(yuan * data.short).toLocaleString("zh-CN")} 元。`
            : "没有写价格的，单价和金额留空待填。"}
        </p>
        <div className="equipment-budget">
          <label>
            每台价格（元）
            <input
              className="input"
              inputMode="numeric"
              value={price}
              onChange={(event) => setPrice(event.target.value.replace(/\D/g, "").slice(0, 7))}
            />
          </label>
          <a className="button button-main" href={budgetAddress("pdf", price)} target="_blank" rel="noopener">
            打开 PDF<span className="unseen">，在新页打开</span>
          </a>
          <a className="button" href={budgetAddress("xlsx", price)} download>
            下载表格
          </a>
        </div>
      </div>
    </section>
  );
}

interface ClassifyProps {
  line: AgencyEquipment;
  rows: StandardLine[];
  onClose: () => void;
}

function Classify({ line, rows, onClose }: ClassifyProps) {
  const [letter, setLetter] = useState(line.class ?? "");
  const [asked, setAsked] = useState("");
  const send = async (reason: string) => {
    await post(`/api/equipment/${encodeURIComponent(line.agency.id)}/class`, {
      class: letter,
      ...(letter === "C" && asked ? { asked: Number(asked) } : {}),
      reason,
      seen: line.seen,
    });
    await client.invalidateQueries({ queryKey: ["devices"] });
  };
  return (
    <Ask
      title={`定类：${line.agency.name}`}
      lead="类别决定应当配备多少执法记录仪、手持终端，写入记录。"
      label="原因"
      button="定类"
      onDo={send}
      onClose={onClose}
    >
      <fieldset>
        <legend>属于哪一类</legend>
        {rows.map((row) => (
          <label key={row.class} className="option">
            <input
              type="radio"
              name="class"
              checked={letter === row.class}
              onChange={() => setLetter(row.class)}
            />{" "}
            {row.class} 类：{row.each === null ? "按需" : `每 ${row.each} 名 1 台`}
          </label>
        ))}
      </fieldset>
      {letter === "C" ? (
        <label className="ask-field">
          需要几台
          <input
            className="input"
            inputMode="numeric"
            value={asked}
            onChange={(event) => setAsked(event.target.value.replace(/\D/g, "").slice(0, 5))}
          />
        </label>
      ) : null}
    </Ask>
  );
}
