/** 核对扫描件: the paper dossier's scans are handed in, held against the electronic pages, and told page by page. */
import { useState } from "react";
import { post } from "../../api/client";
import { scansPath } from "../../api/paperQueries";
import type { FileRef, MatterPage, Me, ScanReport } from "../../api/types";
import { FileBox } from "../../forms/FileBox";
import { ProblemNote } from "../../parts/ProblemNote";
import { ScanResult } from "./ScanResult";
import "../../forms/forms.css";
import "./scans.css";

const LEAD =
  "把签好字、盖好章的纸质文书按案卷顺序扫描（200 dpi，可以歪一点），传到这里，逐页与电子文书核对：有没有改动、缺页，有没有混进别的页。结果写入记录，事项本身不变。";

/** What a scanner gives. */
const KINDS = ".pdf,.png,.jpg,.jpeg,.tif,.tiff";

/** Who keeps the paper dossier, and whether there is anything in it to check. */
export const checksScans = (me: Me, matter: MatterPage): boolean =>
  matter.papers.length > 0 &&
  (["register", "handle", "archive"] as const).some((power) => me.powers.includes(power));

export function ScanPanel({ matter }: { matter: MatterPage }) {
  const [files, setFiles] = useState<FileRef[]>([]);
  const [busy, setBusy] = useState(false);
  const [report, setReport] = useState<ScanReport | null>(null);
  const [error, setError] = useState<unknown>(null);

  const check = async () => {
    setBusy(true);
    setError(null);
    setReport(null);
    try {
      const named = files.map(({ digest, name }) => ({ digest, name }));
      setReport(await post<ScanReport>(scansPath(matter.id), { files: named }));
    } catch (reason) {
      setError(reason);
    } finally {
      setBusy(false);
    }
  };

  return (
    <section className="panel scans" id="scans" aria-labelledby="scans-title">
      <h2 id="scans-title">核对扫描件</h2>
      <div className="panel-body">
        <p className="soft">{LEAD}</p>
        <label className="unseen" htmlFor="scan-files">
          扫描文件
        </label>
        <FileBox
          id="scan-files"
          files={files}
          several
          accept={KINDS}
          onFiles={(chosen) => {
            setFiles(chosen);
            setReport(null);
            setError(null);
          }}
        />
        <div className="scans-go">
          <button
            type="button"
            className="button button-main"
            disabled={busy || files.length === 0}
            onClick={() => void check()}
          >
            {busy ? "正在核对" : "开始核对"}
          </button>
          <p className="small soft" role="status">
            {busy
              ? "每页约半秒，请不要关闭本页"
              : files.length === 0
                ? "PDF、TIFF、PNG、JPEG，每个文件不超过 64 MB"
                : `${files.length} 个文件`}
          </p>
        </div>
        {busy ? <progress className="scans-bar" aria-label="正在核对" /> : null}
        {error ? <ProblemNote error={error} retry={() => void check()} /> : null}
        {report ? <ScanResult report={report} /> : null}
      </div>
    </section>
  );
}
