/** What came of a check: the sentence, every page that needs a look with its places, what is missing, and the rest folded. */
import type { PageMark, ScannedPage, ScanReport } from "../../api/types";
import { markWords, pageWords, reportWords, unclear, verdictSaid } from "../../words/scans";

export function ScanResult({ report }: { report: ScanReport }) {
  const look = unclear(report);
  const good = report.pages.filter((page) => !look.includes(page));
  return (
    <section className="scans-result" aria-label="核对的结果">
      <p className={report.whole ? "scans-sum" : "scans-sum scans-wrong"} role="status">
        {reportWords(report)}
        <span className="soft">结果已写入记录。</span>
      </p>
      {report.missing.length > 0 ? (
        <div className="scans-missing">
          <h3>缺页</h3>
          <ul>
            {report.missing.map((page) => (
              <li key={`${page.paper}/${page.page}`}>
                《{page.title}》第 {page.page} 页
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      {look.length > 0 ? (
        <ol className="scans-pages">
          {look.map((page) => (
            <LookAt key={page.place} page={page} />
          ))}
        </ol>
      ) : null}
      {good.length > 0 ? (
        <details className="scans-good">
          <summary>一致的 {good.length} 页</summary>
          <ul className="small">
            {good.map((page) => (
              <li key={page.place}>
                {pageWords(page)}
                {page.added.length > 0 ? (
                  <span className="soft">，有签名、印章等 {page.added.length} 处添加，不算改动</span>
                ) : null}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  );
}

function LookAt({ page }: { page: ScannedPage }) {
  const said = verdictSaid(page.verdict);
  return (
    <li>
      {page.altered.length > 0 ? <Where marks={page.altered} /> : null}
      <div>
        <h3>
          <span className="scans-verdict">{said.title}</span> {pageWords(page)}
        </h3>
        {said.next ? <p className="soft">{said.next}</p> : null}
        {page.misplaced ? <p className="soft">不在案卷顺序中应在的位置，请调整顺序。</p> : null}
        {page.altered.length > 0 ? (
          <ul className="scans-marks">
            {page.altered.map((mark, index) => (
              <li key={`${mark.left}/${mark.top}/${mark.kind}`}>
                <p>
                  {index + 1}. {markWords(mark)}
                </p>
                <Pair pictures={page.pictures?.[index]} n={index + 1} />
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </li>
  );
}

/** The same place on both pages, as the comparison saw it. */
function Pair({ pictures, n }: { pictures: { page: string; scan: string } | undefined; n: number }) {
  if (!pictures) return null;
  return (
    <div className="scans-pair">
      {(
        [
          ["电子页", pictures.page],
          ["扫描页", pictures.scan],
        ] as const
      ).map(([name, picture]) => (
        <figure key={name}>
          <img src={`data:image/png;base64,${picture}`} alt={`第 ${n} 处在${name}上的样子`} />
          <figcaption className="small soft">{name}</figcaption>
        </figure>
      ))}
    </div>
  );
}

/** Where on the sheet (A4, mm) to look. */
function Where({ marks }: { marks: PageMark[] }) {
  return (
    <svg className="scans-map" viewBox="0 0 210 297" aria-hidden="true">
      <rect className="scans-sheet" x="1" y="1" width="208" height="295" />
      {marks.map((mark) => {
        // A mark of a few millimetres would not be seen at this size.
        const width = Math.max(mark.right - mark.left, 9);
        const height = Math.max(mark.bottom - mark.top, 6);
        const x = (mark.left + mark.right - width) / 2;
        const y = (mark.top + mark.bottom - height) / 2;
        return <rect key={`${mark.left}/${mark.top}`} className="scans-spot" {...{ x, y, width, height }} />;
      })}
    </svg>
  );
}
