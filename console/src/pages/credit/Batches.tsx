/** Deliveries made: their files, and what the platform answered, entered from its receipt or by hand. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import {
  type CreditBatch,
  type CreditDesk,
  creditBatchQuery,
  creditFilePath,
  enterReceipt,
  enterReceiptFile,
} from "../../api/credit";
import { Ask } from "../../parts/Ask";
import { EmptyNote } from "../../parts/EmptyNote";
import { LightShape } from "../../parts/LightMark";
import { ProblemNote } from "../../parts/ProblemNote";
import { Waiting } from "../../parts/Waiting";
import { momentWords } from "../../words/dates";

export function Batches({ desk }: { desk: CreditDesk }) {
  return (
    <section className="panel credit-block" aria-label="报送过的批次">
      <div className="panel-head">
        <h2>报送过的批次</h2>
      </div>
      <div className="panel-body">
        {desk.batches.length === 0 ? (
          <EmptyNote title="还没有批次">在上面选要报的，生成一批，下载文件交给信用平台。</EmptyNote>
        ) : null}
        {desk.batches.map((batch) => (
          <Batch key={batch.id} batch={batch} />
        ))}
        {desk.more_batches ? <p className="small soft">更早的批次没有列出。</p> : null}
      </div>
    </section>
  );
}

function Batch({ batch }: { batch: CreditBatch }) {
  const [open, setOpen] = useState(batch.waiting > 0 || batch.rejected > 0);
  return (
    <details
      className="credit-batch"
      open={open}
      onToggle={(event) => setOpen((event.target as HTMLDetailsElement).open)}
    >
      <summary>
        <b>
          {batch.report.title}·{batch.content.title} {batch.rows} 条
        </b>{" "}
        <span className="small soft">
          {momentWords(batch.made)} {batch.by.name}
        </span>{" "}
        <Counted batch={batch} />
      </summary>
      {open ? <Opened id={batch.id} /> : null}
    </details>
  );
}

function Counted({ batch }: { batch: CreditBatch }) {
  return (
    <span className="credit-counted">
      {batch.waiting > 0 ? (
        <span className="light light-stopped">
          <LightShape shape="ring" />
          待回执 {batch.waiting}
        </span>
      ) : null}
      {batch.accepted > 0 ? (
        <span className="light light-ok">
          <LightShape shape="tick" />
          已接收 {batch.accepted}
        </span>
      ) : null}
      {batch.rejected > 0 ? (
        <span className="light light-overdue">
          <LightShape shape="dash" />
          被退回 {batch.rejected}
        </span>
      ) : null}
    </span>
  );
}

function Opened({ id }: { id: string }) {
  const batch = useQuery(creditBatchQuery(id));
  return (
    <Waiting query={batch} rows={3}>
      {(data) => <Rows batch={data} />}
    </Waiting>
  );
}

function Rows({ batch }: { batch: CreditBatch }) {
  const [rejecting, setRejecting] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const waiting = batch.lines.filter((line) => line.standing.id === "sent").map((line) => line.number);
  const attempt = async (work: () => Promise<void>) => {
    setError(null);
    try {
      await work();
    } catch (reason) {
      setError(reason);
    }
  };
  return (
    <>
      <p className="credit-files">
        文件（含证件号码，只报信用平台；每次下载写进记录）：
        {(["csv", "xlsx", "json"] as const).map((format) => (
          <a key={format} className="button button-small" href={creditFilePath(batch.id, format)} download>
            {format.toUpperCase()}
          </a>
        ))}
      </p>
      <p className="small soft credit-digest">摘要 {batch.digest}</p>
      {waiting.length > 0 ? (
        <div className="credit-receipt">
          <label className="button button-small">
            导入回执文件
            <input
              type="file"
              className="unseen"
              accept=".csv,.xlsx,.xls"
              onChange={(event) => {
                const file = event.target.files?.[0];
                event.target.value = "";
                if (file) void attempt(() => enterReceiptFile(batch.id, file));
              }}
            />
          </label>
          <button
            type="button"
            className="button button-small"
            onClick={() => void attempt(() => enterReceipt(batch.id, waiting, []))}
          >
            其余 {waiting.length} 条全部接收
          </button>
        </div>
      ) : null}
      {error ? <ProblemNote error={error} /> : null}
      <div className="scroll-x">
        <table className="list-table stacks">
          <caption className="unseen">这一批的各行和回执</caption>
          <thead>
            <tr>
              <th scope="col">文号</th>
              <th scope="col">报什么</th>
              <th scope="col">回执</th>
              <th scope="col">登记</th>
            </tr>
          </thead>
          <tbody>
            {batch.lines.map((line) => (
              <tr key={line.decision}>
                <th scope="row">
                  <Link to="/matters/$matter" params={{ matter: line.matter.id }}>
                    {line.number}
                  </Link>
                </th>
                <td>{line.operation.title}</td>
                <td>
                  {line.standing.title}
                  {line.reason ? <span className="credit-rejected credit-under">{line.reason}</span> : null}
                </td>
                <td className="nowrap">
                  {line.standing.id === "sent" ? (
                    <>
                      <button
                        type="button"
                        className="button button-small"
                        aria-label={`平台接收 ${line.number}`}
                        onClick={() => void attempt(() => enterReceipt(batch.id, [line.number], []))}
                      >
                        接收
                      </button>{" "}
                      <button
                        type="button"
                        className="button button-small"
                        aria-label={`平台退回 ${line.number}`}
                        onClick={() => setRejecting(line.number)}
                      >
                        退回
                      </button>
                    </>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rejecting ? (
        <Ask
          title={`平台退回 ${rejecting}`}
          lead="登记以后不能改。退回的一件回到上面，补正以后再报。"
          label="平台说的原因"
          button="登记退回"
          onDo={(reason) => enterReceipt(batch.id, [], [{ number: rejecting, reason }])}
          onClose={() => setRejecting(null)}
        />
      ) : null}
    </>
  );
}
