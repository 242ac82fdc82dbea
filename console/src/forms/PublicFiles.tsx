/** Files for the public: chosen or made from a paper that went out, each looked into at once, so that nobody learns it only on release. */
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { asProblem } from "../api/problem";
import { against, leakQuery, makeMaskedCopy } from "../api/publicFiles";
import { client, matterQuery, path } from "../api/queries";
import type { FileRef } from "../api/types";
import { FileBox } from "./FileBox";

/** What is released; anything that a browser would run is not. */
const KINDS = "application/pdf,image/png,image/jpeg,text/plain";

interface Props {
  id: string;
  files: FileRef[];
  onFiles: (files: FileRef[]) => void;
}

export function PublicFiles({ id, files, onFiles }: Props) {
  const matter = useParams({ strict: false }).matter ?? "";
  return (
    <>
      <Copies matter={matter} files={files} onFiles={onFiles} />
      <FileBox id={id} several accept={KINDS} files={files} onFiles={onFiles} />
      {files.length > 0 ? (
        <ul className="leaks" aria-label="放出以前的检查" aria-live="polite">
          {files.map((file) => (
            <Checked key={file.digest} matter={matter} file={file} />
          ))}
        </ul>
      ) : null}
    </>
  );
}

/** The papers that went out, each with the copy that the platform can make of it. */
function Copies({ matter, files, onFiles }: Omit<Props, "id"> & { matter: string }) {
  const page = useQuery({ ...matterQuery(matter), enabled: matter !== "" });
  const [making, setMaking] = useState("");
  const [trouble, setTrouble] = useState("");
  const papers = (page.data?.papers ?? []).filter((paper) => paper.outward);
  if (papers.length === 0) return null;
  const make = async (paper: string) => {
    setMaking(paper);
    setTrouble("");
    try {
      const { check, ...file } = await makeMaskedCopy(matter, paper);
      client.setQueryData(leakQuery(matter, file.digest).queryKey, check);
      onFiles([...files.filter((each) => each.digest !== file.digest), file]);
    } catch (error) {
      const problem = asProblem(error);
      setTrouble(`没有生成：${problem.detail}（${problem.code}）`);
    } finally {
      setMaking("");
    }
  };
  return (
    <>
      <ul className="copies">
        {papers.map((paper) => (
          <li key={paper.id}>
            <span>
              {paper.title} {paper.number ?? ""}
            </span>
            <span className="copies-do">
              <a href={path("matters", matter, "papers", paper.id, "pdf")} target="_blank" rel="noreferrer">
                看原件<span className="unseen"> {paper.title}</span>
              </a>
              <a
                href={path("matters", matter, "papers", paper.id, "public-copy")}
                target="_blank"
                rel="noreferrer"
              >
                看遮盖副本<span className="unseen"> {paper.title}</span>
              </a>
              <button
                type="button"
                className="button button-small"
                disabled={making !== ""}
                onClick={() => void make(paper.id)}
              >
                {making === paper.id ? "正在生成并检查" : "生成遮盖副本"}
                <span className="unseen"> {paper.title}</span>
              </button>
            </span>
          </li>
        ))}
      </ul>
      {trouble ? (
        <p className="field-fault" role="alert">
          {trouble}
        </p>
      ) : null}
    </>
  );
}

function Checked({ matter, file }: { matter: string; file: FileRef }) {
  const report = useQuery({ ...leakQuery(matter, file.digest), enabled: matter !== "" });
  if (report.error) {
    const problem = asProblem(report.error);
    return (
      <li>
        <b>▲ {file.name}：没有查成。</b> {problem.detail}（{problem.code}）
      </li>
    );
  }
  if (!report.data) {
    return (
      <li>
        {file.name}：正在检查遮盖的内容还找不找得回来 <progress aria-label={`${file.name} 的检查`} />
      </li>
    );
  }
  const found = against(report.data);
  const before = report.data.findings.filter((finding) => finding.earlier_only);
  return (
    <li>
      {found.length > 0 ? (
        <>
          <b className="leaks-found">▲ {file.name}：不能放出</b>
          <ul>
            {found.map((message) => (
              <li key={message}>{message}</li>
            ))}
          </ul>
        </>
      ) : (
        <b>✓ {file.name}：没有找到遮盖的内容</b>
      )}
      {before.length > 0 ? (
        <p>
          以前放出的副本里露出了遮盖的内容，应当撤回：{before.map((finding) => finding.message).join("；")}
        </p>
      ) : null}
      <p className="small soft">{report.data.looked_at}</p>
    </li>
  );
}
