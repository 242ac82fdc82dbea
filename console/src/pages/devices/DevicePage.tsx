/** One device: what it is, who has it, what may be done now, its life from the record and its loans. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { type DevicePage as Data, deviceQuery, type Look } from "../../api/devices";
import type { CanStep } from "../../api/officers";
import { Life } from "../../parts/Life";
import { PageHead } from "../../parts/PageHead";
import { Prose } from "../../parts/Prose";
import { Waiting } from "../../parts/Waiting";
import { clockWords } from "./clock";
import { DeviceState } from "./DeviceState";
import { DeviceStepForm } from "./DeviceStepForm";
import "../../forms/forms.css";
import "./devices.css";

/** Steps that are taken every day. */
const DAILY = ["loan", "return", "install", "repaired"];

export function DevicePage() {
  const { device } = useParams({ from: "/inside/devices/$device" });
  const page = useQuery(deviceQuery(device));
  return (
    <Waiting query={page} rows={10}>
      {(data) => <One key={device} page={data} />}
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
        <Link to="/devices" search={{}}>
          ‹ 执法设备
        </Link>
      </p>
      <PageHead title={line.name} lead={`${line.id} · ${line.agency.name}`} />
      <div className="device-page">
        <div className="device-main">
          <Face page={page} />
          <Life id="life" title="设备经过" steps={page.life} />
        </div>
        <div className="device-side">
          <section className="panel" aria-labelledby="now">
            <h2 id="now">现在可以做</h2>
            <div className="panel-body device-steps">
              {said ? (
                <p role="status">
                  <Prose text={said} />
                </p>
              ) : null}
              {page.can.length === 0 ? <p className="soft">眼下没有轮到您办的。</p> : null}
              {page.can.map((each) => (
                <button
                  key={each.id}
                  type="button"
                  className={DAILY.includes(each.id) ? "button button-main" : "button"}
                  onClick={() => setStep(each)}
                >
                  {each.title}
                </button>
              ))}
            </div>
          </section>
          <Loans page={page} />
        </div>
      </div>
      {step ? (
        <DeviceStepForm page={page} step={step} onDone={setSaid} onClose={() => setStep(null)} />
      ) : null}
    </>
  );
}

function Face({ page }: { page: Data }) {
  const { line, look } = page;
  return (
    <section className={`device-face device-face-${line.state}`} aria-label="设备">
      <p className="device-now">
        <DeviceState device={line} />
        {line.holder ? (
          <span>
            <strong>{line.holder.name}</strong>
            <span className="soft small tabular">　{line.since?.replace("T", " ")} 起</span>
          </span>
        ) : null}
        {line.room ? <strong>{line.room.name}</strong> : null}
      </p>
      <dl className="pairs">
        <dt>类型</dt>
        <dd>
          {line.kind}
          {line.model ? ` · ${line.model}` : ""}
        </dd>
        <dt>序列号</dt>
        <dd className="tabular">{line.serial || "没有登记"}</dd>
        <dt>购置</dt>
        <dd className="tabular">
          {page.bought ?? "没有登记"}
          {page.price === null ? "" : `，${(page.price / 100).toLocaleString("zh-CN")} 元`}
        </dd>
        <dt>最近检查</dt>
        <dd>{look ? <LookWords look={look} /> : "没有"}</dd>
      </dl>
    </section>
  );
}

function LookWords({ look }: { look: Look }) {
  const parts = [
    look.battery === null ? "" : `电量 ${look.battery}%`,
    look.storage === null ? "" : `剩余存储 ${look.storage} GB`,
    look.offset === null ? "" : `时间${clockWords(look.offset)}`,
    look.sound ? "" : "有损坏",
  ];
  return (
    <>
      <span className="tabular">{look.at.replace("T", " ")}</span>{" "}
      {parts.filter(Boolean).join("，") || "完好"}
    </>
  );
}

function Loans({ page }: { page: Data }) {
  return (
    <section className="panel" aria-labelledby="loans">
      <h2 id="loans">历次领用</h2>
      <div className="panel-body">
        {page.loans.length === 0 ? (
          <p className="soft">{page.line.room ? "固定在场所里，没有领用人。" : "还没有人领用过。"}</p>
        ) : (
          <ul className="device-loans">
            {page.loans.slice(0, 12).map((loan) => (
              <li key={loan.out}>
                <b>{loan.officer.name}</b>
                <span className="small soft tabular device-under">
                  {loan.out.replace("T", " ")} 至 {loan.back?.replace("T", " ") ?? "现在"}
                </span>
                <span className="small device-under">
                  领用时 <LookShort look={loan.check_out} />
                  {loan.check_back && !loan.check_back.sound ? (
                    <span className="light light-today"> ▲ 还回时有损坏</span>
                  ) : null}
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

function LookShort({ look }: { look: Look }) {
  return (
    <>
      电量 {look.battery ?? "—"}%，时间{clockWords(look.offset)}
    </>
  );
}
