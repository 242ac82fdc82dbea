/** Me: who the platform takes me for, what I may do, forms I have not sent, and the way out. */
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { PageHead } from "../../parts/PageHead";
import { ProblemNote } from "../../parts/ProblemNote";
import { drafts, signOut, useMe } from "../../session/session";
import { POWER_WORDS, placesFor } from "../../words/powers";

export function MePage() {
  const me = useMe();
  const navigate = useNavigate();
  const [error, setError] = useState<unknown>(null);
  const unsent = drafts.list(me.username);
  return (
    <>
      <PageHead title={me.person.name} lead={me.agency.name}>
        <button
          type="button"
          className="button"
          onClick={() => signOut(me.username, () => navigate({ to: "/sign-in", search: {} })).catch(setError)}
        >
          退出登录
        </button>
      </PageHead>
      {error ? <ProblemNote error={error} /> : null}
      <section className="panel" style={{ marginBottom: 24 }}>
        <h2>身份与权限</h2>
        <dl className="pairs panel-body">
          <dt>用户名</dt>
          <dd>{me.username}</dd>
          <dt>角色</dt>
          <dd>{me.roles.map((role) => role.title).join("、")}</dd>
          <dt>可以</dt>
          <dd>{me.powers.map((power) => POWER_WORDS[power]).join("、")}</dd>
          <dt>可查看的机关</dt>
          <dd>{me.scope.map((agency) => agency.name).join("、")}</dd>
        </dl>
      </section>
      <section className="panel" style={{ marginBottom: 24 }}>
        <h2>未提交的内容</h2>
        <div className="panel-body">
          {unsent.length === 0 ? (
            <p className="soft">没有。填到一半的表单会自动保存在这里，退出登录时清除。</p>
          ) : (
            <ul>
              {unsent.map((draft) => (
                <li key={`${draft.matter}/${draft.act}`}>
                  {draft.matter.startsWith("new:") ? (
                    <Link to="/register/$procedure" params={{ procedure: draft.matter.slice(4) }}>
                      {draft.title}
                    </Link>
                  ) : draft.matter.startsWith("register:") ? (
                    <Link
                      to="/registers/$register/propose"
                      params={{ register: draft.matter.slice(9) }}
                      search={draft.act === "new" ? {} : { id: draft.act }}
                    >
                      {draft.title}
                    </Link>
                  ) : (
                    <Link to="/matters/$matter/acts/$act" params={{ matter: draft.matter, act: draft.act }}>
                      {draft.title}
                    </Link>
                  )}{" "}
                  <span className="small soft">保存于 {new Date(draft.savedAt).toLocaleString("zh-CN")}</span>
                </li>
              ))}
            </ul>
          )}
        </div>
      </section>
      <nav className="panel" aria-label="全部页面">
        <h2>全部页面</h2>
        <ul className="panel-body">
          {placesFor(me.powers).map((place) => (
            <li key={place.to}>
              <Link to={place.to}>{place.title}</Link>
            </li>
          ))}
        </ul>
      </nav>
    </>
  );
}
