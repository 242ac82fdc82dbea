/** A citation that opens the article's text in a drawer at the side; the form behind it stays as it is. */
import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from "react";
import { articleQuery } from "../api/lawQueries";
import type { ArticleText } from "../api/types";
import { citesIn, opens } from "./citing";
import { Waiting } from "./Waiting";
import "./article.css";

const Opening = createContext<((cite: string) => void) | null>(null);

/** Around all pages: holds the one drawer. */
export function ArticleDrawer({ children }: { children: ReactNode }) {
  const [cite, setCite] = useState<string | null>(null);
  const close = useCallback(() => setCite(null), []);
  return (
    <Opening.Provider value={setCite}>
      {children}
      {cite ? <Drawer key={cite} cite={cite} onClose={close} /> : null}
    </Opening.Provider>
  );
}

/** Every citation of the text, each with its own way to open. */
export function Article({ cite }: { cite: string }) {
  const open = useContext(Opening);
  return citesIn(cite).map((each) =>
    open && opens(each) ? (
      <button
        key={each}
        type="button"
        className="article article-opens"
        aria-haspopup="dialog"
        title="看这一条的原文"
        onClick={(event) => {
          // Inside a label or a summary the press belongs to the article alone.
          event.preventDefault();
          open(each);
        }}
      >
        {each}
      </button>
    ) : (
      <span key={each} className="article">
        {each}
      </span>
    ),
  );
}

function Drawer({ cite, onClose }: { cite: string; onClose: () => void }) {
  const box = useRef<HTMLDialogElement>(null);
  const article = useQuery(articleQuery(cite));
  useEffect(() => {
    const dialog = box.current;
    if (dialog && !dialog.open) dialog.showModal();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes a dialog by itself; the press outside is a courtesy
    <dialog
      ref={box}
      className="drawer"
      aria-labelledby="drawer-title"
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) box.current?.close();
      }}
    >
      <div className="drawer-inner">
        <header className="drawer-head">
          <h2 id="drawer-title">{article.data ? article.data.title : cite}</h2>
          <button type="button" className="button button-small" onClick={() => box.current?.close()}>
            关闭
          </button>
        </header>
        <Waiting query={article} rows={5}>
          {(data) =>
            [data, ...(data.others ?? [])].map((each) => (
              <Text key={`${each.statute}/${each.article}`} article={each} />
            ))
          }
        </Waiting>
      </div>
    </dialog>
  );
}

function Text({ article }: { article: ArticleText }) {
  return (
    <>
      <p className="small soft">
        {article.version} 文本 · {article.in_force ? "现行有效" : "已不施行"}
      </p>
      {article.warning ? <p className="note note-warn drawer-warning">{article.warning}</p> : null}
      <div className="drawer-text">
        {article.article ? <h3>{article.article}</h3> : null}
        {article.paragraphs.length > 0 ? (
          article.paragraphs.map((paragraph) => (
            <div key={paragraph.n}>
              <p className={meant(article, paragraph.n, null)}>{paragraph.text}</p>
              {paragraph.items.map((item) => (
                <p key={item.n} className={meant(article, paragraph.n, item.n)}>
                  {item.text}
                </p>
              ))}
            </div>
          ))
        ) : article.text ? (
          article.text.split("\n").map((line) => <p key={line}>{line}</p>)
        ) : (
          <p className="soft">平台没有收录这部文件的全文，请查阅公布的文本。</p>
        )}
      </div>
    </>
  );
}

/** The paragraph or the item that the citation means stands out; a citation of the whole article leaves all alike. */
function meant(article: ArticleText, paragraph: number, item: number | null): string | undefined {
  if (!article.paragraph && !article.item) return undefined;
  const here = (article.paragraph ?? paragraph) === paragraph && (article.item ?? null) === item;
  return here ? "drawer-meant" : undefined;
}
