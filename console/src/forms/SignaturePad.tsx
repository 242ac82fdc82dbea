/**
 * A pad to sign on with a pen, a finger or a mouse. What is written goes to the server as a PNG on transparent ground
 * when the person says it is done; who cannot write on a screen chooses an image instead.
 */
import { type PointerEvent, useCallback, useEffect, useRef, useState } from "react";
import { upload } from "../api/client";
import { asProblem } from "../api/problem";
import type { FileRef } from "../api/types";
import { shortDigest, sizeWords } from "../words/shown";
import { FileBox } from "./FileBox";
import { boxOf, breadth, isSignature, pressureOf, type Stroke } from "./strokes";
import type { WidgetProps } from "./Widget";

/** Ink of the pad and of the paper; never vermilion, which belongs to seals. */
const INK = "#1a1916";
/** Pixels of the picture per pixel of the screen: sharp at 300 dpi on paper. */
const SHARPNESS = 3;
/** Pixels across of a picture that was chosen. */
const WIDEST = 1600;
const IMAGES = "image/png,image/jpeg";

export function SignaturePad({ id, field, value, described, onChange }: WidgetProps) {
  const signed = value && typeof value === "object" && !Array.isArray(value) ? (value as FileRef) : null;
  const [byImage, setByImage] = useState(false);
  if (signed) return <Signed id={id} file={signed} onAgain={() => onChange(null)} />;
  return (
    <div className="signature">
      {byImage ? (
        <FileBox
          id={id}
          files={[]}
          accept={IMAGES}
          before={asPng}
          onFiles={(files) => onChange(files.at(-1) ?? null)}
        />
      ) : (
        <Pad id={id} label={field.label} described={described} onDone={onChange} />
      )}
      <button type="button" className="link" onClick={() => setByImage(!byImage)}>
        {byImage ? "改为在屏幕上签名" : "不方便在屏幕上签名？上传签名图片"}
      </button>
    </div>
  );
}

function Signed({ id, file, onAgain }: { id: string; file: FileRef; onAgain: () => void }) {
  const picture = pictures.get(file.digest);
  return (
    <div className="signature-done">
      {picture ? <img src={picture} alt="已签的名" /> : null}
      <p className="small soft">
        已签名 · {sizeWords(file.size)} · 摘要 <span className="mono">{shortDigest(file.digest)}</span>
      </p>
      <button id={id} type="button" className="button button-small" onClick={onAgain}>
        重新签
      </button>
    </div>
  );
}

/** What was signed in this window, so that it can be shown again; a signature is never kept on the disk. */
const pictures = new Map<string, string>();

/** Papers take a PNG; a photograph of a signature becomes one, no larger than a paper needs. */
async function asPng(file: File): Promise<File> {
  if (file.type === "image/png") return file;
  const photo = await createImageBitmap(file);
  const scale = Math.min(1, WIDEST / photo.width);
  const board = document.createElement("canvas");
  board.width = Math.round(photo.width * scale);
  board.height = Math.round(photo.height * scale);
  board.getContext("2d")?.drawImage(photo, 0, 0, board.width, board.height);
  photo.close();
  const name = `${file.name.replace(/\.[^.]*$/, "")}.png`;
  return new File([await pngOf(board)], name, { type: "image/png" });
}

interface PadProps {
  id: string;
  label: string;
  described: string;
  onDone: (file: FileRef) => void;
}

function Pad({ id, label, described, onDone }: PadProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [strokes, setStrokes] = useState<Stroke[]>([]);
  const drawing = useRef<{ pointer: number; stroke: Stroke } | null>(null);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");

  const redraw = useCallback((all: Stroke[]) => {
    const board = canvas.current;
    if (!board) return;
    const scale = window.devicePixelRatio || 1;
    const { width, height } = board.getBoundingClientRect();
    board.width = Math.round(width * scale);
    board.height = Math.round(height * scale);
    const pen = board.getContext("2d");
    if (!pen) return;
    pen.scale(scale, scale);
    for (const stroke of all) draw(pen, stroke);
  }, []);

  useEffect(() => {
    redraw(strokes);
    const again = new ResizeObserver(() => redraw(strokes));
    if (canvas.current) again.observe(canvas.current);
    return () => again.disconnect();
  }, [strokes, redraw]);

  const pointOf = (event: globalThis.PointerEvent, board: HTMLCanvasElement) => {
    const frame = board.getBoundingClientRect();
    return { x: event.clientX - frame.left, y: event.clientY - frame.top, pressure: pressureOf(event) };
  };

  const begin = (event: PointerEvent<HTMLCanvasElement>) => {
    // The palm that rests beside the pen must not write.
    if (drawing.current || (event.pointerType === "mouse" && event.button !== 0)) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drawing.current = {
      pointer: event.pointerId,
      stroke: [pointOf(event.nativeEvent, event.currentTarget)],
    };
    setTrouble("");
  };

  const move = (event: PointerEvent<HTMLCanvasElement>) => {
    const now = drawing.current;
    if (!now || now.pointer !== event.pointerId) return;
    const pen = event.currentTarget.getContext("2d");
    // Between two frames a pen tells many points; without them the line has corners.
    const passed = event.nativeEvent.getCoalescedEvents?.() ?? [];
    for (const each of passed.length > 0 ? passed : [event.nativeEvent]) {
      now.stroke.push(pointOf(each, event.currentTarget));
      if (pen) draw(pen, now.stroke.slice(-2));
    }
  };

  const end = (event: PointerEvent<HTMLCanvasElement>) => {
    const now = drawing.current;
    if (!now || now.pointer !== event.pointerId) return;
    drawing.current = null;
    setStrokes((before) => [...before, now.stroke]);
  };

  const done = async () => {
    if (!isSignature(strokes)) {
      setTrouble("还没有签名。请在方框里签上姓名。");
      return;
    }
    setBusy(true);
    setTrouble("");
    try {
      const picture = await pictureOf(strokes);
      const sent = await upload(new File([picture], `${label}.png`, { type: "image/png" }));
      pictures.set(sent.digest, URL.createObjectURL(picture));
      onDone(sent);
    } catch (error) {
      const problem = asProblem(error);
      setTrouble(`签名没有传上：${problem.detail}（${problem.code}）。签的字还在，请再按一次“签好了”。`);
      setBusy(false);
    }
  };

  return (
    <>
      <div className="signature-pad">
        <canvas
          ref={canvas}
          role="img"
          aria-label={`${label}签名处，已写 ${strokes.length} 笔`}
          onPointerDown={begin}
          onPointerMove={move}
          onPointerUp={end}
          onPointerCancel={end}
        />
        {strokes.length === 0 ? <span className="signature-hint">请在此处签名</span> : null}
      </div>
      <div className="signature-foot">
        <button
          id={id}
          type="button"
          className="button button-small"
          aria-describedby={described || undefined}
          disabled={busy}
          onClick={() => void done()}
        >
          {busy ? "正在保存" : "签好了"}
        </button>
        <button
          type="button"
          className="button button-small"
          disabled={busy || strokes.length === 0}
          onClick={() => setStrokes((before) => before.slice(0, -1))}
        >
          退一笔
        </button>
        <button
          type="button"
          className="button button-small"
          disabled={busy || strokes.length === 0}
          onClick={() => setStrokes([])}
        >
          清除
        </button>
      </div>
      {trouble ? (
        <p className="field-fault" role="alert">
          {trouble}
        </p>
      ) : null}
    </>
  );
}

function draw(pen: CanvasRenderingContext2D, stroke: Stroke): void {
  pen.strokeStyle = INK;
  pen.fillStyle = INK;
  pen.lineCap = "round";
  pen.lineJoin = "round";
  const first = stroke[0];
  if (first && stroke.length === 1) {
    pen.beginPath();
    pen.arc(first.x, first.y, breadth(first.pressure) / 2, 0, Math.PI * 2);
    pen.fill();
  }
  stroke.slice(1).forEach((point, index) => {
    const before = stroke[index];
    if (!before) return;
    pen.beginPath();
    pen.lineWidth = (breadth(before.pressure) + breadth(point.pressure)) / 2;
    pen.moveTo(before.x, before.y);
    pen.lineTo(point.x, point.y);
    pen.stroke();
  });
}

/** The strokes as a PNG, cut to what is written. */
function pictureOf(strokes: Stroke[]): Promise<Blob> {
  const box = boxOf(strokes);
  const board = document.createElement("canvas");
  const pen = board.getContext("2d");
  if (!box || !pen) return Promise.reject(new Error("nothing to draw"));
  board.width = Math.ceil(box.width * SHARPNESS);
  board.height = Math.ceil(box.height * SHARPNESS);
  pen.scale(SHARPNESS, SHARPNESS);
  pen.translate(-box.x, -box.y);
  for (const stroke of strokes) draw(pen, stroke);
  return pngOf(board);
}

function pngOf(board: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    board.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png");
  });
}
