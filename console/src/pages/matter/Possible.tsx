/** 现在可以做: acts as buttons in the order of use; acts that wait for somebody else's power are named below. */
import { Link } from "@tanstack/react-router";
import type { ActOption, MatterPage } from "../../api/types";

export function Possible({ matter }: { matter: MatterPage }) {
  const mine = matter.possible.filter((option) => option.mine);
  const others = matter.possible.filter((option) => !option.mine);
  return (
    <section className="panel" aria-labelledby="possible">
      <h2 id="possible">现在可以做</h2>
      <div className="panel-body">
        {mine.length > 0 ? (
          <ul className="acts">
            {mine.map((option, index) => (
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
        {others.length > 0 ? (
          <p className="small soft acts-others">
            由他人办理：{others.map((option) => option.title).join("、")}
          </p>
        ) : null}
      </div>
    </section>
  );
}

function ActButton({ matter, option, main }: { matter: string; option: ActOption; main: boolean }) {
  const look = main ? "act-button act-button-main" : "act-button";
  const inner = (
    <>
      <strong>{option.title}</strong>
      <span className="small">
        {option.step} · {option.basis.join("、")}
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
