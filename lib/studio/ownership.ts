/** Whoever asks, as far as a voter's cookie and the curators' token can tell. */
export interface Viewer {
  /** Undefined for whoever has no cookie of ours. */
  readonly voterId: string | undefined;
  readonly isCurator: boolean;
}

/** What was asked for, and by whom: null of Sarovar's own, and of whoever was forgotten. */
export interface AskedWork {
  readonly askedById: string | null;
}

/** Whether a piece of work is the viewer's to change: they asked for it, or they are a curator. */
export function isMine({ voterId, isCurator }: Viewer, { askedById }: AskedWork): boolean {
  return isCurator || (askedById !== null && askedById === voterId);
}

/** Somebody who asks for work. */
export interface Asker {
  /** A Voter's id, or null for nobody that is known; asked once it is certain that there is something to ask for. */
  readonly id: () => Promise<string | null>;
  /** Where they come from, for limits; undefined of what Sarovar asks for itself, and of curators: they have none. */
  readonly network: string | undefined;
}
