/** 执法设备: what there is, who has it, what is broken, and what each agency lacks. */
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { DEVICE_KINDS, devicesQuery, equipmentQuery, type LedgerDevice } from "../../api/devices";
import { EmptyNote } from "../../parts/EmptyNote";
import { PageHead } from "../../parts/PageHead";
import { Views } from "../../parts/Views";
import { Waiting } from "../../parts/Waiting";
import { DeviceState } from "./DeviceState";
import { EquipmentView } from "./EquipmentView";
import { Purchase } from "./Purchase";
import "../../forms/forms.css";
import "./devices.css";

const STATES: [string, string][] = [
  ["on_loan", "领用中"],
  ["available", "在库或者固定使用"],
  ["repair", "送修中"],
  ["scrapped", "已报废"],
];

export function DevicesPage() {
  const search = useSearch({ from: "/inside/devices" });
  const navigate = useNavigate();
  const [buying, setBuying] = useState(false);
  const { view, ...narrowing } = search;
  const list = useQuery(devicesQuery(new URLSearchParams(Object.entries(narrowing)).toString()));
  const narrow = (part: { state?: string; kind?: string; q?: string; holder?: string }) => {
    const next = Object.fromEntries(Object.entries({ ...search, ...part }).filter(([, value]) => value));
    void navigate({ to: "/devices", search: next, replace: true });
  };
  return (
    <>
      <PageHead
        title="执法设备"
        lead="一台一账：谁领走、什么时候还、时间准不准，都在记录里；录像要来自当时在手里的设备。"
      >
        {list.data?.can_purchase ? (
          <button type="button" className="button button-main" onClick={() => setBuying(true)}>
            设备入账
          </button>
        ) : null}
      </PageHead>
      <Views
        label="执法设备"
        views={[
          ["ledger", "设备台账"],
          ["equipment", "配备情况"],
        ]}
      />
      {view === "equipment" ? (
        <EquipmentView />
      ) : (
        <>
          <Lacking />
          <div className="device-filter">
            <label>
              <span className="unseen">编号、名称、序列号或者领用人</span>
              <input
                type="search"
                className="input"
                placeholder="编号、名称、序列号或者领用人"
                defaultValue={search.q ?? ""}
                onChange={(event) => narrow({ q: event.target.value.trim() })}
              />
            </label>
            <label>
              <span className="unseen">类型</span>
              <select
                className="input"
                value={search.kind ?? ""}
                onChange={(event) => narrow({ kind: event.target.value })}
              >
                <option value="">所有类型</option>
                {DEVICE_KINDS.map((kind) => (
                  <option key={kind} value={kind}>
                    {kind}（{list.data?.kinds[kind] ?? 0}）
                  </option>
                ))}
              </select>
            </label>
            <fieldset className="device-counts">
              <legend className="unseen">按状态看</legend>
              {STATES.map(([id, title]) => (
                <button
                  key={id}
                  type="button"
                  aria-pressed={search.state === id}
                  onClick={() => narrow({ state: search.state === id ? "" : id })}
                >
                  {title} <b>{list.data?.counts[id] ?? 0}</b>
                </button>
              ))}
              {search.holder ? (
                <button type="button" aria-pressed="true" onClick={() => narrow({ holder: "" })}>
                  只看一个人领用的 ✕
                </button>
              ) : null}
            </fieldset>
          </div>
          <section className="panel" aria-label="设备台账" aria-busy={list.isFetching}>
            <Waiting query={list} rows={8}>
              {(data) =>
                data.items.length > 0 ? (
                  <>
                    <Table rows={data.items} />
                    <p className="device-total small soft" aria-live="polite">
                      共 {data.total.toLocaleString("zh-CN")} 台
                      {data.total > data.items.length ? `，显示前 ${data.items.length} 台，请缩小范围` : ""}
                    </p>
                  </>
                ) : (
                  <EmptyNote
                    title="没有符合条件的设备"
                    action={
                      <Link className="button" to="/devices" search={{}}>
                        看全部
                      </Link>
                    }
                  >
                    新购置的设备由科室负责人入账；原有的设备可以由系统管理员从清单导入。
                  </EmptyNote>
                )
              }
            </Waiting>
          </section>
        </>
      )}
      {buying ? <Purchase onClose={() => setBuying(false)} /> : null}
    </>
  );
}

/** What is lacking, in one line, with the way to the whole picture. */
function Lacking() {
  const equipment = useQuery(equipmentQuery);
  const lines = equipment.data?.agencies.filter((line) => line.short > 0) ?? [];
  if (!equipment.data || lines.length === 0) return null;
  return (
    <p className="note note-warn device-lacking">
      <b className="light light-today">▲ 还缺 {equipment.data.short} 台</b>
      执法记录仪、手持终端，
      {lines.length === 1 ? lines[0]?.agency.name : `涉及 ${lines.length} 个机关`}。{" "}
      <Link to="/devices" search={{ view: "equipment" }}>
        看配备情况和经费申请表
      </Link>
    </p>
  );
}

function Table({ rows }: { rows: LedgerDevice[] }) {
  return (
    <div className="scroll-x">
      <table className="list-table stacks">
        <caption className="unseen">执法设备</caption>
        <thead>
          <tr>
            <th scope="col">设备</th>
            <th scope="col">类型</th>
            <th scope="col">状态</th>
            <th scope="col">在谁手里、在哪里</th>
            <th scope="col">序列号</th>
            <th scope="col">最近检查</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <Link to="/devices/$device" params={{ device: row.id }}>
                  {row.name}
                </Link>
                <span className="small soft device-under tabular">
                  {row.id} · {row.agency.name}
                </span>
              </td>
              <td data-label="类型">{row.kind}</td>
              <td data-label="状态" className="nowrap">
                <DeviceState device={row} />
              </td>
              <td data-label="在哪里">
                {row.holder ? (
                  <>
                    {row.holder.name}
                    <span className="small soft device-under tabular">{row.since?.replace("T", " ")} 起</span>
                  </>
                ) : (
                  row.room?.name
                )}
              </td>
              <td data-label="序列号" className="tabular">
                {row.serial}
              </td>
              <td data-label="最近检查" className="tabular nowrap">
                {row.looked}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
