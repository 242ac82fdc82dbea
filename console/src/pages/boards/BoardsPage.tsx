/** 公示牌: the boards in the halls of this agency and of those below it; red where anything on one is stale. */
import { useQuery } from "@tanstack/react-query";
import { type BoardCheck, boardsQuery } from "../../api/boards";
import { PageHead } from "../../parts/PageHead";
import { Waiting } from "../../parts/Waiting";
import "./boards.css";

export function BoardsPage() {
  const boards = useQuery(boardsQuery);
  return (
    <>
      <PageHead
        title="公示牌"
        lead="大厅里的公示牌和公示网站是同一来源。这里说哪一块过时、怎么改；改了源头，牌子一分钟内就变。"
      />
      <Waiting query={boards} rows={4}>
        {(data) => (
          <ul className="boards">
            {data.map((board) => (
              <Board key={board.agency.id} board={board} />
            ))}
          </ul>
        )}
      </Waiting>
    </>
  );
}

function Board({ board }: { board: BoardCheck }) {
  const stale = board.stale.length;
  return (
    <li className={stale > 0 ? "panel boards-stale" : "panel"}>
      <h2>{board.agency.name}</h2>
      <p>
        {stale > 0 ? (
          <strong className="boards-mark">▲ {stale} 处过时或者缺少</strong>
        ) : (
          <span>○ 没有发现过时的</span>
        )}{" "}
        <a href={board.address} target="_blank" rel="noreferrer">
          打开公示牌
          <span className="unseen">：{board.agency.name}，在新窗口打开</span>
        </a>
      </p>
      {stale > 0 ? (
        <ul className="boards-list">
          {board.stale.map((one) => (
            <li key={`${one.block} ${one.what}`}>
              <span className="tag">{one.block}</span> {one.what}。
              <span className="soft">{one.remedy}。</span>
            </li>
          ))}
        </ul>
      ) : null}
    </li>
  );
}
