/** 归档包: taken out on the record; the answer is a file that the browser keeps. */
import { useMutation } from "@tanstack/react-query";
import { postForFile } from "../../api/client";
import { packagePath } from "../../api/dossierQueries";
import { ProblemNote } from "../../parts/ProblemNote";

export function Package({ matter }: { matter: string }) {
  const taking = useMutation({
    mutationFn: async () => {
      const address = URL.createObjectURL(await postForFile(packagePath(matter), {}));
      const link = document.createElement("a");
      link.href = address;
      link.download = `zhiheng-${matter}.zip`;
      link.click();
      URL.revokeObjectURL(address);
    },
  });
  return (
    <section className="panel dossier-package" aria-labelledby="package">
      <div className="panel-head">
        <h2 id="package">归档包</h2>
        <button
          type="button"
          className="button button-small"
          disabled={taking.isPending}
          onClick={() => taking.mutate()}
        >
          {taking.isPending ? "正在封包" : "导出归档包"}
        </button>
      </div>
      <div className="panel-body" aria-live="polite">
        <p className="soft">
          移交档案馆用的 BagIt
          包：各卷、文书、原始文件、元数据、每一个行为和它的证明。不用本系统也能阅读和核验；
          导出进入记录，改动任何一个字节都核验得出。
        </p>
        {taking.isSuccess ? <p>○ 已导出，封包的清单已经记录在案。</p> : null}
        {taking.error ? <ProblemNote error={taking.error} /> : null}
      </div>
    </section>
  );
}
