/** The frame around every page: places on the side, the person at the top, a search box, and a bottom bar on a phone. */
import { Link, Outlet, useNavigate, useRouterState } from "@tanstack/react-router";
import { Suspense, useEffect, useRef, useState } from "react";
import { ArticleDrawer } from "../../parts/Article";
import { Icon } from "../../parts/Icon";
import { ProblemNote } from "../../parts/ProblemNote";
import { Bones } from "../../parts/Waiting";
import { signOut, useMe } from "../../session/session";
import { placesFor } from "../../words/powers";
import { JumpBox } from "./JumpBox";
import "./shell.css";

export function Shell() {
  const me = useMe();
  const main = useRef<HTMLElement>(null);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const shown = useRef(path);
  const [jumping, setJumping] = useState(false);

  // A new page is announced by moving the focus to it, as a full page load would.
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    main.current?.focus({ preventScroll: true });
  }, [path]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        setJumping(true);
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);

  return (
    <div className="shell">
      <a className="skip" href="#main">
        跳到正文
      </a>
      <aside className="side">
        <div className="side-inner">
          <Link to="/" className="brand">
            <img src="/console/seal.svg" alt="" width="34" height="34" />
            <span>执衡</span>
          </Link>
          <nav aria-label="主导航">
            <ul>
              {placesFor(me.powers).map((place) => (
                <li key={place.to}>
                  <Link to={place.to} activeOptions={{ exact: place.to === "/", includeSearch: false }}>
                    <Icon name={place.icon} />
                    {place.title}
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
        </div>
      </aside>
      <header className="top">
        <button type="button" className="jump-open" onClick={() => setJumping(true)}>
          <Icon name="search" size={18} />
          <span>查找事项、案件、文号</span>
          <kbd>Ctrl K</kbd>
        </button>
        <Person />
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        <ArticleDrawer>
          <Suspense fallback={<Bones rows={8} />}>
            <Outlet />
          </Suspense>
        </ArticleDrawer>
      </main>
      <nav className="bottom" aria-label="快捷导航">
        <Link to="/" activeOptions={{ exact: true }}>
          <Icon name="desk" />
          待办
        </Link>
        <Link to="/matters" activeOptions={{ includeSearch: false }}>
          <Icon name="matters" />
          案件
        </Link>
        {me.powers.includes("handle") ? (
          <a href="/console/card.html">
            <Icon name="officers" />
            亮证
          </a>
        ) : null}
        {me.powers.includes("register") ? (
          <Link to="/register">
            <Icon name="register" />
            登记
          </Link>
        ) : null}
        <Link to="/me">
          <Icon name="me" />
          我的
        </Link>
      </nav>
      {jumping ? <JumpBox onClose={() => setJumping(false)} /> : null}
    </div>
  );
}

function Person() {
  const me = useMe();
  const navigate = useNavigate();
  const [error, setError] = useState<unknown>(null);
  const leave = () => {
    signOut(me.username, () => navigate({ to: "/sign-in", search: {} })).catch(setError);
  };
  return (
    <div className="person">
      <p>
        <span className="soft">{me.agency.name}</span> <Link to="/me">{me.person.name}</Link>{" "}
        <span className="soft">{me.roles.map((role) => role.title).join("、")}</span>
      </p>
      <button type="button" className="button button-small" onClick={leave}>
        退出
      </button>
      {error ? <ProblemNote error={error} /> : null}
    </div>
  );
}
