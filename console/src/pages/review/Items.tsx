/** The twelve items. Each is marked 符合, 不符合 or 不适用; what the record already proves is marked beforehand, with its proof. */
import { type Dispatch, useEffect, useRef } from "react";
import type { ReviewAids, ReviewDossier } from "../../api/types";
import { Prose } from "../../parts/Prose";
import { MARKS, type Marking, type MarkingStep } from "./marking";

interface Props {
  state: Marking;
  proofs: ReviewDossier["items"];
  /** What earlier checks of like cases found, by item. */
  lessons: ReviewAids["lessons"];
  step: Dispatch<MarkingStep>;
}

export function Items({ state, proofs, lessons, step }: Props) {
  const current = useRef<HTMLLIElement>(null);
  /** Taken by hand: it lies under the pointer already, and what moves under a pointer is missed. */
  const byHand = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows the item in hand
  useEffect(() => {
    if (!byHand.current) current.current?.scrollIntoView({ block: "nearest" });
    byHand.current = false;
  }, [state.at]);
  const marked = state.items.filter((item) => item.mark !== null).length;
  return (
    <section className="panel items" aria-labelledby="items">
      <div className="panel-head">
        <h2 id="items">审核项目</h2>
        <p className="small soft" aria-live="polite">
          已标 {marked} / {state.items.length}
        </p>
      </div>
      <p className="small soft items-keys">
        <kbd>j</kbd> <kbd>k</kbd> 上下移动，<kbd>1</kbd> 符合 <kbd>2</kbd> 不符合 <kbd>3</kbd> 不适用，
        <kbd>e</kbd> 看证据，
        <kbd>Ctrl</kbd>+<kbd>Enter</kbd> 签署
      </p>
      <ol>
        {state.items.map((item, index) => {
          const proof = proofs[index]?.proof ?? [];
          const prefill = proofs[index]?.prefill ?? null;
          return (
            <li
              key={item.item}
              ref={index === state.at ? current : undefined}
              className={index === state.at ? "item item-now" : "item"}
              onFocus={() => {
                byHand.current = index !== state.at;
                step({ do: "take", at: index });
              }}
            >
              <fieldset>
                <legend>
                  {index + 1}. {item.title}
                </legend>
                <div className="marks">
                  {MARKS.map((mark) => (
                    <label key={mark} className={item.mark === mark ? "mark mark-on" : "mark"}>
                      <input
                        type="radio"
                        name={`item-${item.item}`}
                        checked={item.mark === mark}
                        onChange={() => {
                          step({ do: "take", at: index });
                          step({ do: "mark", mark });
                        }}
                      />
                      {mark}
                    </label>
                  ))}
                </div>
              </fieldset>
              {proof.length > 0 ? (
                <p className="small soft">
                  {prefill ? "系统核对：" : "线索："}
                  <Prose text={proof.join("；")} />
                </p>
              ) : null}
              {lessons
                .filter((lesson) => lesson.item === item.item)
                .map((lesson) => (
                  <p key={`${lesson.day}${lesson.text}`} className="small item-lesson">
                    教训（{lesson.day} {lesson.trigger}）：
                    <Prose text={lesson.text} />
                  </p>
                ))}
              {item.mark === "不符合" || item.reason !== "" ? (
                <label className="item-reason">
                  <span className="small">理由{item.mark === "不符合" ? "（必填）" : ""}</span>
                  <textarea
                    className="input"
                    rows={2}
                    value={item.reason}
                    onChange={(event) => step({ do: "reason", at: index, text: event.target.value })}
                  />
                </label>
              ) : null}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
