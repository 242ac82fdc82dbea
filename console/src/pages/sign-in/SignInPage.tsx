/** One calm page: who you are, your password, and what went wrong if it did. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { asProblem } from "../../api/problem";
import { Prose } from "../../parts/Prose";
import { signIn } from "../../session/session";
import { safeNext } from "../../words/address";
import "./sign-in.css";

export function SignInPage() {
  const navigate = useNavigate();
  const { next } = useSearch({ from: "/sign-in" });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const password = useRef<HTMLInputElement>(null);

  useEffect(() => {
    document.title = "登录 · 执衡";
  }, []);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setError(null);
    signIn(String(form.get("username")), String(form.get("password"))).then(
      () => navigate({ to: safeNext(next), replace: true }),
      (reason: unknown) => {
        setBusy(false);
        setError(reason);
        password.current?.select();
      },
    );
  };

  const problem = error ? asProblem(error) : null;
  return (
    <main className="sign-in">
      <div className="sign-in-sheet">
        <img src="/console/seal.svg" alt="" width="72" height="72" />
        <h1>执衡</h1>
        <p className="soft">执法有公示，过程有记录，决定有审核</p>
        <form onSubmit={submit}>
          <label>
            用户名
            <input
              name="username"
              autoComplete="username"
              required
              autoCapitalize="none"
              spellCheck={false}
            />
          </label>
          <label>
            密码
            <input ref={password} name="password" type="password" autoComplete="current-password" required />
          </label>
          <div role="alert">
            {problem ? (
              <p className="sign-in-problem">
                <strong>{problem.title}。</strong>
                <Prose text={problem.detail} />
                <span className="small soft">（{problem.code}）</span>
              </p>
            ) : null}
          </div>
          <button type="submit" className="button button-main" disabled={busy}>
            {busy ? "正在登录" : "登录"}
          </button>
        </form>
        {next ? <p className="small soft">登录后回到刚才的页面，未提交的内容还在。</p> : null}
      </div>
    </main>
  );
}
