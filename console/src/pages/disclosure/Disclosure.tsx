/** 原文 and 公开文本 beside each other: what was found, what is masked, and what a person keeps with a reason. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { disclosureQuery, rereadQuery } from "../../api/queries";
import type { DisclosureProposal, Field, Marked } from "../../api/types";
import { type FormValue, isTable } from "../../forms/mapping";
import { Article } from "../../parts/Article";
import { Ask } from "../../parts/Ask";
import { Waiting } from "../../parts/Waiting";
import { certaintyWord } from "../../words/law";
import { shown } from "../../words/shown";
import { isKept, keeping, masked, pieces, rebuilt, without } from "./marks";
import "./disclosure.css";

/** Field in which what is kept stands. */
const KEPT = "kept";
/** Milliseconds after the last key before the text is looked at again. */
const PAUSE = 400;

interface Props {
  matter: string;
  fields: Field[];
  values: Record<string, FormValue>;
  change: (field: string, value: FormValue) => void;
}

export function Disclosure({ matter, fields, values, change }: Props) {
  const proposal = useQuery(disclosureQuery(matter));
  const texts = useSettled(publicTexts(fields, values));
  const reread = useQuery({ ...rereadQuery(matter, texts), placeholderData: keepPreviousData });
  const kept = rowsOf(values[KEPT]);
  const [asked, setAsked] = useState<{ field: string; find: Marked } | null>(null);
  const findsOf = (field: string) => reread.data?.fields.find((each) => each.id === field)?.finds ?? [];
  const left = fields
    .flatMap((field) => findsOf(field.id))
    .filter((find) => find.certain && !isKept(kept, find)).length;

  return (
    <section className="panel disclosure" aria-labelledby="disclosure">
      <div className="panel-head">
        <h2 id="disclosure">原文与公开文本</h2>
        <p className={left > 0 ? "disclosure-left" : "small soft"} role="status">
          {left > 0
            ? `还有 ${left} 处个人信息要遮盖，或者写明保留的理由`
            : "没有认出要遮盖的个人信息，请再逐句核对"}
        </p>
      </div>
      <Waiting query={proposal}>
        {(data) => (
          <>
            {data.term ? <Term term={data.term} /> : null}
            {data.fields.map((field) => (
              <Pair
                key={field.id}
                field={field}
                text={textOf(values[field.id])}
                finds={findsOf(field.id)}
                kept={kept}
                onText={(text) => change(field.id, text)}
                onKeep={(find) => setAsked({ field: field.id, find })}
                onDrop={(find) => change(KEPT, without(kept, find))}
              />
            ))}
            {asked ? (
              <Ask
                title={`保留${asked.find.title}“${asked.find.text}”`}
                lead="公开以后任何人都能看到。理由和保留的内容写入记录，不公开。"
                label="保留的理由"
                button="保留"
                onDo={async (reason) => {
                  const next = keeping(kept, asked.find, reason);
                  const from = data.fields.find((field) => field.id === asked.field);
                  const now = textOf(values[asked.field]);
                  // Kept from the dossier's text: it comes back into the public one, unless that was rewritten by hand.
                  if (from && now === rebuilt(String(from.inner ?? ""), from.finds, kept))
                    change(asked.field, rebuilt(String(from.inner ?? ""), from.finds, next));
                  change(KEPT, next);
                }}
                onClose={() => setAsked(null)}
              />
            ) : null}
          </>
        )}
      </Waiting>
    </section>
  );
}

function Term({ term }: { term: NonNullable<DisclosureProposal["term"]> }) {
  return (
    <p className="disclosure-term">
      公开期限：属于“{term.class}”，可以公示到 {term.first} 至 {term.last}，建议 <b>{term.proposed}</b>
      。不填的按建议，到期自动停止。
      <Article cite={term.basis} /> <span className="small soft">{certaintyWord(term.certainty)}</span>
    </p>
  );
}

interface PairProps {
  field: DisclosureProposal["fields"][number];
  text: string;
  finds: Marked[];
  kept: string[][];
  onText: (text: string) => void;
  onKeep: (find: Marked) => void;
  onDrop: (find: Marked) => void;
}

function Pair({ field, text, finds, kept, onText, onKeep, onDrop }: PairProps) {
  const inner = shown(field.inner);
  // What was masked of the dossier's text and can be kept instead, as long as nobody rewrote the public text.
  const own = text === rebuilt(inner, field.finds, kept);
  const hidden = own ? field.finds.filter((find) => find.certain && !isKept(kept, find)) : [];
  return (
    <section className="disclosure-pair" aria-label={field.label}>
      <h3>
        {field.label} {field.masked ? <span className="tag">已遮盖</span> : null}
      </h3>
      <div className="disclosure-two">
        <div>
          <h4>原文</h4>
          <Text text={inner} finds={field.finds} mark={() => "hidden"} />
        </div>
        <div>
          <h4>公开文本</h4>
          <Text
            text={text || "没有填写"}
            finds={text ? finds : []}
            mark={(find) => (isKept(kept, find) ? "kept" : find.certain ? "left" : "likely")}
          />
        </div>
      </div>
      <p className="small soft">{field.why}</p>
      {finds.length + hidden.length > 0 ? (
        <ul className="disclosure-finds">
          {finds.map((find) => (
            <li key={`now/${find.from}`}>
              <span>
                <b>{find.title}</b> {find.text} <span className="small soft">{find.why}</span>
              </span>
              {isKept(kept, find) ? (
                <>
                  <span className="tag">已写明理由，保留</span>
                  <button
                    type="button"
                    className="button button-small"
                    aria-label={`不再保留${find.title}“${find.text}”`}
                    onClick={() => {
                      onText(masked(text, find));
                      onDrop(find);
                    }}
                  >
                    改为遮盖
                  </button>
                </>
              ) : (
                <>
                  <button
                    type="button"
                    className="button button-small button-main"
                    aria-label={`遮盖${find.title}“${find.text}”`}
                    onClick={() => onText(masked(text, find))}
                  >
                    遮盖
                  </button>
                  {find.certain ? (
                    <button
                      type="button"
                      className="button button-small"
                      aria-label={`保留${find.title}“${find.text}”`}
                      onClick={() => onKeep(find)}
                    >
                      保留
                    </button>
                  ) : null}
                </>
              )}
            </li>
          ))}
          {hidden.map((find) => (
            <li key={`inner/${find.from}`}>
              <span>
                <b>{find.title}</b> {find.text} <span aria-hidden="true">→</span>{" "}
                <span className="unseen">公开时写作</span>
                {find.shown} <span className="small soft">{find.why}</span>
              </span>
              <button
                type="button"
                className="button button-small"
                aria-label={`保留${find.title}“${find.text}”`}
                onClick={() => onKeep(find)}
              >
                保留
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}

interface TextProps {
  text: string;
  finds: Marked[];
  mark: (find: Marked) => string;
}

function Text({ text, finds, mark }: TextProps) {
  return (
    <p className="disclosure-text">
      {pieces(text, finds).map((piece, n) => {
        const find = piece.find === null ? undefined : finds[piece.find];
        return find ? (
          <mark
            key={`${find.from}/${find.kind}`}
            className={`mark-${mark(find)}`}
            title={`${find.title}：${find.why}`}
          >
            {piece.text}
          </mark>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: what stands between is known by its place
          <span key={n}>{piece.text}</span>
        );
      })}
    </p>
  );
}

function publicTexts(fields: Field[], values: Record<string, FormValue>): Record<string, string> {
  const texts = fields.filter((field) => field.public && typeof values[field.id] === "string");
  return Object.fromEntries(texts.map((field) => [field.id, textOf(values[field.id])]));
}

function textOf(value: FormValue | undefined): string {
  return typeof value === "string" ? value : "";
}

function rowsOf(value: FormValue | undefined): string[][] {
  return isTable(value) ? value : [];
}

/** The texts after nobody has typed for a moment. */
function useSettled(texts: Record<string, string>): Record<string, string> {
  const said = JSON.stringify(texts);
  const [settled, setSettled] = useState(said);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(said), PAUSE);
    return () => clearTimeout(timer);
  }, [said]);
  return JSON.parse(settled) as Record<string, string>;
}
