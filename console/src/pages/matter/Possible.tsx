/** 现在可以做: acts as buttons in the order of use; acts that wait for somebody else's power are named below. */
import { Link } from "@tanstack/react-router";
import { Fragment } from "react";
import type { ActOption, MatterPage } from "../../api/types";

const BESIDE_A_FILE = ["derive", "mark", "unmark"];

export function Possible({ matter }: { matter: MatterPage }) {
  // Marks and what is made of a file begin where the recording or the file is shown.
  const options = matter.possible.filter((option) => !BESIDE_A_FILE.includes(option.kind));
  const mine = options.filter((option) => option.mine);
  const others = options.filter((option) => !option.mine);
  const { ahead, earlier } = split(matter, mine);
  return (
    <section className="panel" aria-labelledby="possible">
      <h2 id="possible">现在可以做</h2>
      <div className="panel-body">
        {mine.length > 0 ? (
          <ul className="acts">
            {ahead.map((option, index) => (
              <li key={option.id}>
                <ActButton matter={matter.id} option={option} main={index === 0} />
              </li>
            ))}
          </ul>
        ) : (
          <p className="soft">
            {matter.status === "archived" ? "案卷已经锁定，不再办理。" : "眼下没有轮到您办的。"}
          </p>
        )}
        {earlier.length > 0 ? (
          <details className="acts-earlier" open={ahead.length === 0}>
            <summary className="small">前面的步骤还可以补办 {earlier.length} 项</summary>
            <ul className="acts">
              {earlier.map((option) => (
                <li key={option.id}>
                  <ActButton matter={matter.id} option={option} main={false} />
                </li>
              ))}
            </ul>
          </details>
        ) : null}
        {others.length > 0 ? (
          <p className="small soft acts-others">
            由他人办理：{others.map((option) => option.title).join("、")}
          </p>
        ) : null}
      </div>
    </section>
  );
}

/** Acts of the present step and after it come first; acts of steps already passed stay possible, but are not the next thing. */
function split(matter: MatterPage, options: ActOption[]): { ahead: ActOption[]; earlier: ActOption[] } {
  const steps = matter.stages.flatMap((stage) => stage.steps);
  const passed = new Set(steps.filter((step) => step.state === "done").map((step) => step.title));
  return {
    ahead: options.filter((option) => !passed.has(option.step)),
    earlier: options.filter((option) => passed.has(option.step)),
  };
}

function ActButton({ matter, option, main }: { matter: string; option: ActOption; main: boolean }) {
  const look = main ? "act-button act-button-main" : "act-button";
  const inner = (
    <>
      <strong>{option.title}</strong>
      <span className="small">
        <span className="nowrap">{option.step}</span>
        {option.basis.map((article) => (
          <Fragment key={article}>
            {/* The space stands outside, so that a line may break here and nowhere inside a word. */}{" "}
            <span className="nowrap">· {article}</span>
          </Fragment>
        ))}
      </span>
    </>
  );
  if (option.kind === "opine") {
    return (
      <Link className={look} to="/review/$matter" params={{ matter }}>
        {inner}
      </Link>
    );
  }
  return (
    <Link
      className={look}
      to="/matters/$matter/acts/$act"
      params={{ matter, act: option.id }}
      title={option.help}
    >
      {inner}
    </Link>
  );
}
