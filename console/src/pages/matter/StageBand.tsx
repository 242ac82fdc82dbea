/** The three visible stages, 查 · 审 · 办结; the legal steps are folded inside, the present one open. */
import type { Progress, StageView } from "../../api/types";

const WORDS: Record<Progress, string> = { done: "已过", now: "正在", ahead: "未到" };

export function StageBand({ stages }: { stages: StageView[] }) {
  return (
    <ol className="stages" aria-label="办理阶段">
      {stages.map((stage) => (
        <li
          key={stage.id}
          className={`stage stage-${stage.state}`}
          aria-current={stage.state === "now" ? "step" : undefined}
        >
          <details open={stage.state === "now"}>
            <summary>
              <span className="stage-title">{stage.title}</span>
              <span className="small">
                {WORDS[stage.state]}
                {stage.state === "now"
                  ? `：${stage.steps.find((step) => step.state === "now")?.title ?? ""}`
                  : ""}
              </span>
            </summary>
            <ol className="steps">
              {stage.steps.map((step) => (
                <li key={step.title} className={`step-${step.state}`}>
                  {step.title}
                  <span className="unseen">（{WORDS[step.state]}）</span>
                </li>
              ))}
            </ol>
          </details>
        </li>
      ))}
    </ol>
  );
}
