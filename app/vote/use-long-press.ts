import { useRef, type MouseEvent, type PointerEvent } from 'react';

const LONG_MS = 500;

/** A finger trembles; whoever moves it further scrolls. */
const STILL_PX = 10;

/** Handlers of a button that does `onLong` when it is held, and `onShort` when it is pressed; never both. */
export function useLongPress(onShort: () => void, onLong: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const start = useRef<{ x: number; y: number }>(undefined);
  const wasLong = useRef(false);

  function end() {
    clearTimeout(timer.current);
    start.current = undefined;
  }

  return {
    onPointerDown({ clientX: x, clientY: y, button }: PointerEvent) {
      wasLong.current = false;
      if (button !== 0) return;
      start.current = { x, y };
      timer.current = setTimeout(() => {
        wasLong.current = true;
        onLong();
      }, LONG_MS);
    },
    onPointerMove({ clientX, clientY }: PointerEvent) {
      if (!start.current) return;
      const { x, y } = start.current;
      if (Math.hypot(clientX - x, clientY - y) > STILL_PX) end();
    },
    onPointerUp: end,
    onPointerCancel: end,
    onPointerLeave: end,
    onContextMenu(event: MouseEvent) {
      // A long press of a finger opens it, too.
      if (wasLong.current || start.current) event.preventDefault();
    },
    onClick({ detail }: MouseEvent) {
      end();
      // A click of a key has no pointer before it.
      if (detail === 0 || !wasLong.current) onShort();
      wasLong.current = false;
    },
  };
}
