/** Before the button: which duties the act will fulfil, and which it will create, each with its day and reasoning. */
import { asProblem } from "../../api/problem";
import type { Preview } from "../../api/types";

interface Props {
  preview: Preview | null;
  stale: boolean;
  error: unknown;
}

export function Consequences({ preview, stale, error }: Props) {
  if (error) {
    return (
      <p className="small soft" role="status">
        暂时不能预演结果：{asProblem(error).title}（{asProblem(error).code}）。仍然可以提交，由服务器核对。
      </p>
    );
  }
  if (!preview || (preview.fulfils.length === 0 && preview.creates.length === 0)) return null;
  return (
    <div className="consequences" aria-live="polite" aria-busy={stale}>
      {preview.fulfils.length > 0 ? (
        <section>
          <h2>将完成</h2>
          <ul>
            {preview.fulfils.map((duty) => (
              <li key={duty.title}>{duty.title}</li>
            ))}
          </ul>
        </section>
      ) : null}
      {preview.creates.length > 0 ? (
        <section>
          <h2>将产生</h2>
          <ul>
            {preview.creates.map((duty) => (
              <li key={duty.title}>
                {duty.steps.length > 0 ? (
                  <details>
                    <summary>
                      {duty.title}，<strong>{duty.due ?? "及时"}</strong>
                    </summary>
                    <ol className="small soft">
                      {duty.steps.map((step) => (
                        <li key={step}>{step}</li>
                      ))}
                    </ol>
                  </details>
                ) : (
                  <>
                    {duty.title}，<strong>{duty.due ?? "及时"}</strong>
                  </>
                )}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}
