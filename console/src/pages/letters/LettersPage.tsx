/** 公众来信: what the public wrote beside what is published, and the answers by a person. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { answerLetter, type Letter, lettersQuery } from "../../api/letters";
import { Ask } from "../../parts/Ask";
import { EmptyNote } from "../../parts/EmptyNote";
import { PageHead } from "../../parts/PageHead";
import { Waiting } from "../../parts/Waiting";
import { momentWords } from "../../words/dates";
import "./letters.css";

export function LettersPage() {
  const letters = useQuery(lettersQuery);
  const [asking, setAsking] = useState<Letter | null>(null);
  return (
    <>
      <PageHead
        title="公众来信"
        lead="公示网站上的纠错、投诉、咨询。写信的人凭查询码看答复，我们不知道是谁写的；投诉下级机关的在这里，投诉本机关的由上级收。"
      />
      <Waiting query={letters} rows={4}>
        {(data) => (
          <>
            <Group title="等待答复" letters={data.waiting} onAnswer={setAsking} />
            {data.answered.length > 0 ? <Group title="已经答复" letters={data.answered} /> : null}
            {data.more ? <p className="small soft">只列出最近的一百封。</p> : null}
          </>
        )}
      </Waiting>
      {asking ? <Answer letter={asking} onClose={() => setAsking(null)} /> : null}
    </>
  );
}

function Group({
  title,
  letters,
  onAnswer,
}: {
  title: string;
  letters: Letter[];
  onAnswer?: (letter: Letter) => void;
}) {
  return (
    <section className="panel letters-block" aria-label={title}>
      <div className="panel-head">
        <h2>{title}</h2>
        {letters.length > 0 ? <p className="small soft">{letters.length} 封</p> : null}
      </div>
      <div className="panel-body">
        {letters.length === 0 ? (
          <EmptyNote title="没有等待答复的来信">
            公示网站每一页的下面都有“纠错”，收到的会出现在这里。
          </EmptyNote>
        ) : null}
        <ul className="letters-list">
          {letters.map((letter) => (
            <Line key={letter.id} letter={letter} onAnswer={onAnswer} />
          ))}
        </ul>
      </div>
    </section>
  );
}

function Line({ letter, onAnswer }: { letter: Letter; onAnswer?: ((letter: Letter) => void) | undefined }) {
  return (
    <li>
      <p className="small soft">
        <span className="tag">{letter.kind.title}</span> {momentWords(letter.sent)}收到 · {letter.about.name}
        {letter.place === "/letters" ? null : (
          <>
            {" · "}
            <a href={letter.place} target="_blank" rel="noreferrer">
              {letter.place}
              <span className="unseen">，在新窗口打开</span>
            </a>
          </>
        )}
      </p>
      <p className="letters-text">{letter.text}</p>
      {letter.contact ? <p className="small">联系方式：{letter.contact}</p> : null}
      {letter.answer ? (
        <div className="letters-answer">
          <p className="small soft">
            {letter.answer.by.name} {momentWords(letter.answer.at)} 答复
            {letter.answer.corrected ? "，✓ 已更正" : ""}
          </p>
          <p className="letters-text">{letter.answer.said}</p>
        </div>
      ) : null}
      {onAnswer ? (
        <button type="button" className="button button-small button-main" onClick={() => onAnswer(letter)}>
          答复
        </button>
      ) : null}
    </li>
  );
}

function Answer({ letter, onClose }: { letter: Letter; onClose: () => void }) {
  const [corrected, setCorrected] = useState(false);
  return (
    <Ask
      title={`答复${letter.kind.title}`}
      lead={letter.text}
      label="答复"
      help="写信的人原样看到，写进记录以后不能改。"
      button="答复"
      onDo={(said) => answerLetter(letter.id, said, corrected)}
      onClose={onClose}
    >
      {letter.kind.id === "correction" ? (
        <label className="option">
          <input
            type="checkbox"
            checked={corrected}
            onChange={(event) => setCorrected(event.target.checked)}
          />{" "}
          已经更正或者撤回，那一页写明更正过
        </label>
      ) : null}
    </Ask>
  );
}
