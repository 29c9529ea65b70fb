'use client';

import { useState, type PointerEvent } from 'react';

/** Which part of a picture is seen: how much larger it is, and what of it is at the left and at the top, 0 to 1. */
export interface View {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

const WHOLE: View = { zoom: 1, x: 0, y: 0 };
export const MOST = 8;

/** Less than this is a press, not a drag. */
const STILL_PX = 4;

const within = (low: number, value: number, high: number) => Math.min(Math.max(value, low), high);

function seen(zoom: number, x: number, y: number): View {
  const rest = 1 - 1 / zoom;
  return { zoom, x: within(0, x, rest), y: within(0, y, rest) };
}

/** Zooms by `factor`, so that what is at this place of the window (0 to 1) stays there. */
function zoomed(view: View, factor: number, atX: number, atY: number): View {
  const zoom = within(1, view.zoom * factor, MOST);
  return seen(zoom, view.x + atX / view.zoom - atX / zoom, view.y + atY / view.zoom - atY / zoom);
}

/** Where in the box of the event its pointer is, 0 to 1. */
export function placeIn({ currentTarget, clientX, clientY }: PointerEvent | WheelPlace) {
  const { left, top, width, height } = currentTarget.getBoundingClientRect();
  return { x: (clientX - left) / width, y: (clientY - top) / height };
}

interface WheelPlace {
  readonly currentTarget: Element;
  readonly clientX: number;
  readonly clientY: number;
}

interface Drag {
  readonly from: View;
  readonly x: number;
  readonly y: number;
  readonly moved: boolean;
}

/** Zoom and place of both pictures together. */
export function useZoom() {
  const [view, setView] = useState(WHOLE);
  const [drag, setDrag] = useState<Drag>();
  return {
    view,
    whole: () => setView(WHOLE),
    by: (factor: number, x = 0.5, y = 0.5) => setView((own) => zoomed(own, factor, x, y)),
    begin: (event: PointerEvent) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      setDrag({ from: view, x: event.clientX, y: event.clientY, moved: false });
    },
    move: (event: PointerEvent) => {
      if (!drag) return;
      const { width, height } = event.currentTarget.getBoundingClientRect();
      const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
      if (!drag.moved && Math.hypot(dx, dy) < STILL_PX) return;
      const { zoom, x, y } = drag.from;
      setView(seen(zoom, x - dx / width / zoom, y - dy / height / zoom));
      setDrag({ ...drag, moved: true });
    },
    /** A press without dragging brings what was pressed to the middle: for those who cannot drag. */
    end: (event: PointerEvent) => {
      if (drag && !drag.moved) {
        const { x, y } = placeIn(event);
        setView((own) =>
          seen(own.zoom, own.x + (x - 0.5) / own.zoom, own.y + (y - 0.5) / own.zoom),
        );
      }
      setDrag(undefined);
    },
  };
}
