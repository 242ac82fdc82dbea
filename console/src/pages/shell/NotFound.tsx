/** An address that leads nowhere. */
import { Link } from "@tanstack/react-router";
import { EmptyNote } from "../../parts/EmptyNote";

export function NotFound() {
  return (
    <EmptyNote
      title="没有这个页面"
      action={
        <Link className="button" to="/">
          回到工作台
        </Link>
      }
    >
      地址可能写错了，或者这一页已经改了名字。
    </EmptyNote>
  );
}
