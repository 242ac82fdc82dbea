/** Ctrl K: type a few characters of a number, a title or a page, press Enter, be there. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useRouter } from "@tanstack/react-router";
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useRef, useState } from "react";
import { mattersQuery, proceduresQuery } from "../../api/queries";
import { useMe } from "../../session/session";
import { placesFor } from "../../words/powers";

interface Hit {
  key: string;
  title: string;
  under: string;
  to: string;
}

export function JumpBox({ onClose }: { onClose: () => void }) {
  const box = useRef<HTMLDialogElement>(null);
  const navigate = useNavigate();
  const router = useRouter();
  const listId = useId();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const { hits, searching } = useHits(useDeferredValue(text.trim()));

  useEffect(() => {
    const dialog = box.current;
    if (dialog && !dialog.open) dialog.showModal();
  }, []);

  const go = (hit: Hit | undefined) => {
    if (!hit) return;
    onClose();
    void navigate({ to: hit.to });
  };

  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setAt((now) => Math.max(0, Math.min(hits.length - 1, now + step)));
    }
    if (event.key === "Enter") {
      event.preventDefault();
      go(hits[at]);
    }
  };

  return (
    <dialog ref={box} className="jump" aria-label="查找" onClose={onClose}>
      <input
        type="search"
        role="combobox"
        aria-expanded={hits.length > 0}
        aria-controls={listId}
        aria-activedescendant={hits[at] ? `${listId}-${at}` : undefined}
        aria-label="查找事项、案件、文号、页面"
        placeholder="编号、标题或页面名称"
        value={text}
        onKeyDown={onKey}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
      />
      <div id={listId} role="listbox" aria-label="查找结果">
        {hits.map((hit, index) => (
          // The focus stays in the box; the choice is announced by aria-activedescendant.
          <a
            key={hit.key}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === at}
            tabIndex={-1}
            href={router.buildLocation({ to: hit.to }).href}
            onClick={(event) => {
              event.preventDefault();
              go(hit);
            }}
          >
            {hit.title}
            <span className="small soft"> {hit.under}</span>
          </a>
        ))}
      </div>
      <p className="jump-foot" aria-live="polite">
        {hits.length > 0
          ? "↑ ↓ 选择，回车打开，Esc 关闭"
          : searching
            ? "正在查找"
            : `没有找到“${text}”。可以换成案号里的数字，或者标题里的几个字。`}
      </p>
    </dialog>
  );
}

function useHits(text: string): { hits: Hit[]; searching: boolean } {
  const me = useMe();
  const matters = useQuery({
    ...mattersQuery(new URLSearchParams({ q: text, limit: "8" }).toString()),
    enabled: text !== "",
  });
  const procedures = useQuery(proceduresQuery);
  const pages = placesFor(me.powers)
    .filter((place) => place.title.includes(text))
    .map((place): Hit => ({ key: place.to, title: place.title, under: "页面", to: place.to }));
  const found = text === "" ? [] : (matters.data?.items ?? []);
  const laws =
    text === "" ? [] : (procedures.data ?? []).filter((procedure) => procedure.title.includes(text));
  return {
    searching: matters.isFetching,
    hits: [
      ...found.map(
        (matter): Hit => ({
          key: matter.id,
          title: matter.title,
          under: matter.number ?? "未编号",
          to: `/matters/${encodeURIComponent(matter.id)}`,
        }),
      ),
      ...pages,
      ...laws.map(
        (procedure): Hit => ({
          key: procedure.id,
          title: procedure.title,
          under: "程序与依据",
          to: `/procedures/${encodeURIComponent(procedure.id)}`,
        }),
      ),
    ],
  };
}
