/** The conclusion and its words, and the signature. */
import type { ReactNode } from "react";
import { Article } from "../../parts/Article";

interface Props {
  options: string[];
  conclusion: string;
  text: string;
  missing: string[];
  busy: boolean;
  onConclusion: (conclusion: string) => void;
  onText: (text: string) => void;
  onSign: () => void;
  children?: ReactNode;
}

export function Opinion({
  options,
  conclusion,
  text,
  missing,
  busy,
  onConclusion,
  onText,
  onSign,
  children,
}: Props) {
  return (
    <section className="panel opinion" aria-labelledby="opinion">
      <h2 id="opinion">审核意见</h2>
      <div className="panel-body">
        <fieldset className="opinion-options">
          <legend>结论</legend>
          <div className="options">
            {options.map((option) => (
              <label key={option} className="option">
                <input
                  type="radio"
                  name="conclusion"
                  checked={conclusion === option}
                  onChange={() => onConclusion(option)}
                />
                {option}
              </label>
            ))}
          </div>
        </fieldset>
        <label>
          意见
          <textarea
            className="input"
            rows={4}
            value={text}
            onChange={(event) => onText(event.target.value)}
          />
        </label>
        <div aria-live="polite">
          {missing.length > 0 ? (
            <ul className="field-fault">
              {missing.map((each) => (
                <li key={each}>{each}</li>
              ))}
            </ul>
          ) : null}
        </div>
        {children}
        <div className="page-actions">
          <button type="button" className="button button-main" disabled={busy} onClick={onSign}>
            {busy ? "正在签署" : "签署意见"}
          </button>
          <p className="small soft">
            签署后写入记录，不能修改。只有“同意”才能继续作出决定 <Article cite="处罚法58" />
          </p>
        </div>
      </div>
    </section>
  );
}
