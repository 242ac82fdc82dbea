/** A table from Excel: first only looked at, then brought in whole. One wrong row stops all, and each wrong cell is named. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { client } from "../../api/queries";
import { importSheet, registersQuery, templatePath } from "../../api/registerQueries";
import type { ImportReport, RegisterInfo } from "../../api/types";
import { Folded } from "../../parts/Folded";
import { Icon } from "../../parts/Icon";
import { PageHead } from "../../parts/PageHead";
import { ProblemNote } from "../../parts/ProblemNote";
import { Waiting } from "../../parts/Waiting";
import { sizeWords } from "../../words/shown";
import { Unknown } from "./RegisterListPage";
import "../../forms/forms.css";
import "./registers.css";

const TABLES = ".xlsx,.xls,.csv";
const LARGEST = 20 * 1024 * 1024;

export function ImportPage() {
  const { register: kind } = useParams({ from: "/inside/registers/$register/import" });
  const registers = useQuery(registersQuery);
  return (
    <Waiting query={registers} rows={6}>
      {(rows) => {
        const register = rows.find((row) => row.id === kind);
        return register ? <One register={register} /> : <Unknown />;
      }}
    </Waiting>
  );
}

function One({ register }: { register: RegisterInfo }) {
  const [file, setFile] = useState<File | null>(null);
  const [report, setReport] = useState<ImportReport | null>(null);
  const [brought, setBrought] = useState(false);
  const [submit, setSubmit] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [tooLarge, setTooLarge] = useState("");

  const run = async (chosen: File, check: boolean) => {
    setBusy(true);
    setError(null);
    try {
      const told = await importSheet(register.id, chosen, { check, submit: !check && submit });
      setReport(told);
      if (!check && told.rejected === 0) {
        setBrought(true);
        await client.invalidateQueries({ queryKey: ["registers"] });
      }
    } catch (reason) {
      setError(reason);
    } finally {
      setBusy(false);
    }
  };
  const choose = (chosen: File) => {
    setReport(null);
    setBrought(false);
    setError(null);
    setTooLarge("");
    if (chosen.size > LARGEST) {
      setFile(null);
      setTooLarge(`“${chosen.name}”有 ${sizeWords(chosen.size)}，超过 20 MB。请分成几个文件。`);
      return;
    }
    setFile(chosen);
    void run(chosen, true);
  };

  return (
    <>
      <PageHead
        title={`导入${register.title}`}
        lead="选好文件先核对，不写入；核对没有错误，再导入。有一行不对，全部不导入。"
      >
        <a className="button" href={templatePath(register.id)} download={`${register.title}模板.xlsx`}>
          <Icon name="download" size={18} />
          Excel 模板
        </a>
      </PageHead>
      <section className="panel import" aria-label="选择文件">
        <div className="panel-body">
          <label className="button files-add">
            {file ? "换一个文件" : "选择 Excel 或 CSV 文件"}
            <input
              className="unseen"
              type="file"
              accept={TABLES}
              disabled={busy}
              onChange={(event) => {
                const chosen = event.target.files?.[0];
                event.target.value = "";
                if (chosen) choose(chosen);
              }}
            />
          </label>
          <p aria-live="polite">
            {busy ? "正在核对" : file ? `${file.name}（${sizeWords(file.size)}）` : ""}
          </p>
          {tooLarge ? (
            <p className="field-fault" role="alert">
              {tooLarge}
            </p>
          ) : null}
        </div>
      </section>
      {error ? <ProblemNote error={error} retry={file ? () => void run(file, true) : undefined} /> : null}
      {report ? <Report report={report} register={register} brought={brought} /> : null}
      {report && file && !brought && report.rejected === 0 && report.accepted > 0 ? (
        <div className="import-go">
          <label>
            <input type="checkbox" checked={submit} onChange={(event) => setSubmit(event.target.checked)} />{" "}
            导入后直接报审（不选则存为草稿）
          </label>
          <button
            type="button"
            className="button button-main"
            disabled={busy}
            onClick={() => void run(file, false)}
          >
            导入 {report.accepted} 条
          </button>
        </div>
      ) : null}
    </>
  );
}

interface ReportProps {
  report: ImportReport;
  register: RegisterInfo;
  brought: boolean;
}

function Report({ report, register, brought }: ReportProps) {
  const titles = new Map(register.columns.map((column) => [column.id, column.title]));
  const columns = Object.entries(report.mapping.columns);
  // One wrong row sends all of them back: `rejected` counts them all.
  const wrong = new Set(report.report.map((fault) => `${fault.sheet}/${fault.row}`)).size;
  return (
    <section className="panel import-report" aria-labelledby="report">
      <div className="panel-head">
        <h2 id="report" aria-live="polite">
          {brought
            ? `已导入 ${report.accepted} 条`
            : report.rejected > 0
              ? `有 ${wrong} 行不对，没有导入`
              : report.accepted > 0
                ? `核对无误，可以导入 ${report.accepted} 条`
                : "没有新的内容"}
        </h2>
        <p className="small soft">
          共 {report.rows} 行
          {report.unchanged > 0 ? `，其中 ${report.unchanged} 行与现有内容相同，不重复导入` : ""}
        </p>
      </div>
      {brought ? (
        <p className="panel-body">
          <Link to="/registers/$register" params={{ register: register.id }} search={{}}>
            回到{register.title}
          </Link>
        </p>
      ) : null}
      {report.report.length > 0 ? (
        <Folded rows={report.report} first={50}>
          {(rows) => (
            <div className="scroll-x">
              <table className="list-table stacks">
                <caption className="unseen">不对的格</caption>
                <thead>
                  <tr>
                    <th scope="col">行</th>
                    <th scope="col">列</th>
                    <th scope="col">哪里不对</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((fault) => (
                    <tr key={`${fault.sheet}/${fault.row}/${fault.column}/${fault.code}`}>
                      <td className="nowrap">
                        {fault.sheet ? `${fault.sheet} ` : ""}第 {fault.row} 行
                      </td>
                      <td data-label="列">{fault.column}</td>
                      <td>
                        {fault.reason} <code className="mono soft">{fault.code}</code>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </Folded>
      ) : null}
      {columns.length > 0 ? (
        <details className="panel-body">
          <summary className="small">认出的列 {columns.length} 个</summary>
          <ul className="small">
            {columns.map(([field, name]) => (
              <li key={field}>
                {name} → {titles.get(field) ?? field}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  );
}
