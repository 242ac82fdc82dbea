/** 材料: every file of the matter, what it says of itself, whether its time agrees with the act, and what was made of it. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { type Derivative, filesQuery, type MatterFile, thumbnailPath } from "../../api/files";
import { blobPath } from "../../api/queries";
import { Article } from "../../parts/Article";
import { Thumb } from "../../parts/Thumb";
import { derivativeWords, factWords, hasPicture, mediaWord, originWords } from "../../words/files";
import { sizeWords } from "../../words/shown";
import "./files.css";

/** Files that are shown before the rest is asked for. */
const FIRST = 6;

export function FilesPanel({ matter }: { matter: string }) {
  const files = useQuery(filesQuery(matter));
  const [pictures, setPictures] = useState(false);
  const [all, setAll] = useState(false);
  const data = files.data;
  if (!data || data.files.length === 0) return null;
  // What wants attention comes first; the rest as it came.
  const ordered = [...data.files].sort((a, b) => Number(b.doubt !== null) - Number(a.doubt !== null));
  const shown = all ? ordered : ordered.slice(0, FIRST);
  const pictured = data.files.some((file) => file.open && hasPicture(file.type));
  return (
    <section className="panel" aria-labelledby="files">
      <div className="panel-head">
        <h2 id="files">
          材料
          {data.doubtful > 0 ? <span className="light light-today">▲ {data.doubtful} 份时间不符</span> : null}
        </h2>
        {pictured && !pictures ? (
          <button type="button" className="linklike small" onClick={() => setPictures(true)}>
            看缩略图<span className="soft">（记一次查看）</span>
          </button>
        ) : null}
      </div>
      <div className="panel-body">
        <ul className="files-held">
          {shown.map((file) => (
            <OneFile
              key={file.digest}
              file={file}
              matter={matter}
              pictures={pictures}
              derive={data.derive_act}
            />
          ))}
        </ul>
        {ordered.length > FIRST && !all ? (
          <button type="button" className="button button-small" onClick={() => setAll(true)}>
            其余 {ordered.length - FIRST} 份
          </button>
        ) : null}
        {data.doubtful > 0 ? (
          <p className="small soft">
            文件自述的时间与办理的时间相差 {data.tolerance.minutes} 分钟以上的标出来，只是提示
            {data.tolerance.certainty === "read" ? "" : "（缺省值，按本地规定改）"}。{" "}
            <Article cite={data.tolerance.basis} />
          </p>
        ) : null}
      </div>
    </section>
  );
}

interface OneProps {
  file: MatterFile;
  matter: string;
  pictures: boolean;
  derive: string | null;
}

function OneFile({ file, matter, pictures, derive }: OneProps) {
  const facts = file.facts;
  const origin = facts ? originWords(facts) : [];
  return (
    <li>
      <div className="files-one">
        {pictures ? (
          <Thumb
            type={file.type}
            name={file.name}
            source={file.open ? thumbnailPath(file.digest, { matter }) : null}
          />
        ) : null}
        <div className="files-words">
          <FileLink file={file} matter={matter} />
          <span className="small soft block">
            {[mediaWord(file.type), ...(facts ? factWords(facts) : []), sizeWords(file.size)].join("，")}
          </span>
          {origin.length > 0 ? <span className="small soft block">文件自述：{origin.join("，")}</span> : null}
          <span className="small soft block">
            {file.act.title}，{file.day} {file.by.name}
          </span>
          {facts?.damaged ? <span className="small light-today block">▲ 没有录完，或者已经损坏</span> : null}
          {file.doubt ? <span className="small light-today block">▲ {file.doubt}</span> : null}
          {file.type === "image/heic" ? (
            <span className="small soft block">
              手机的 HEIC 照片，多数浏览器不能直接显示，没有缩略图；下载后查看。
            </span>
          ) : null}
        </div>
      </div>
      {file.derivatives.length > 0 ? (
        <ul className="files-made" aria-label={`从 ${file.name} 制作的衍生件`}>
          {file.derivatives.map((one) => (
            <Made key={one.version} one={one} matter={matter} open={file.open} />
          ))}
        </ul>
      ) : null}
      {derive && file.open ? (
        <Link
          className="small"
          to="/matters/$matter/acts/$act"
          params={{ matter, act: derive }}
          search={{ of: file.digest }}
        >
          登记衍生件<span className="unseen">：{file.name}</span>
        </Link>
      ) : null}
    </li>
  );
}

function FileLink({ file, matter }: { file: MatterFile; matter: string }) {
  if (!file.open)
    return (
      <span>
        {file.name} <span className="small soft">要先申请调阅</span>
      </span>
    );
  if (file.recording && !file.type.startsWith("image/"))
    return (
      <Link to="/matters/$matter/recordings/$digest" params={{ matter, digest: file.digest }}>
        {file.name}
      </Link>
    );
  return (
    <a href={blobPath(file.digest, matter)} download={file.name}>
      {file.name}
    </a>
  );
}

export function Made({ one, matter, open }: { one: Derivative; matter: string; open: boolean }) {
  return (
    <li>
      {open ? (
        <a href={blobPath(one.digest, matter)} download={one.name}>
          {one.name}
        </a>
      ) : (
        one.name
      )}
      <span className="small soft block">{derivativeWords(one)}</span>
    </li>
  );
}
