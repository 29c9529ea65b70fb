/** What Relay's plugin makes for every node and every list that is read in pages, described once for all. */
export const RELAY = {
  idFieldOptions: { description: 'Its global id, for `node` and wherever an id is asked for.' },
  nodeTypeOptions: {
    description: 'Something with a global id, by which it can be asked for again.',
  },
  nodeQueryOptions: {
    nullable: true,
    description: 'What has this global id; null where nothing has, or not for the caller.',
    args: { id: { description: 'The `id` of a node.' } },
  },
  nodesQueryOptions: {
    nullable: { list: false, items: true },
    description: 'As `node`, for several ids at once and in their order.',
    args: { ids: { description: 'Each the `id` of a node.' } },
  },
  defaultConnectionTypeOptions: { description: 'A page of a list, with where it ends.' },
  edgesFieldOptions: { description: 'What is on this page, each with its place in the list.' },
  pageInfoFieldOptions: {
    description: 'Where this page begins and ends, and whether more follows.',
  },
  defaultEdgeTypeOptions: { description: 'Something in a list, with its place there.' },
  nodeFieldOptions: { description: 'What stands at this place.' },
  cursorFieldOptions: { description: 'This place in the list, for `after` and `before`.' },
  pageInfoTypeOptions: { description: 'Where a page begins and ends, and whether there is more.' },
  hasNextPageFieldOptions: { description: 'Whether more follows after this page.' },
  hasPreviousPageFieldOptions: { description: 'Whether more stands before this page.' },
  startCursorFieldOptions: {
    description: 'The place of the first on this page, for `before`; null of an empty page.',
  },
  endCursorFieldOptions: {
    description: 'The place of the last on this page, for `after`; null of an empty page.',
  },
  firstArgOptions: { description: 'So many from the beginning, or after `after`.' },
  afterArgOptions: { description: 'A `cursor`: only what follows it. Goes with `first`.' },
  lastArgOptions: { description: 'So many from the end, or before `before`.' },
  beforeArgOptions: { description: 'A `cursor`: only what stands before it. Goes with `last`.' },
} as const;

/** What the plugin for errors makes for every mutation, described once for all. */
export const ERRORS = {
  defaultTypes: [],
  directResult: true,
  defaultUnionOptions: {
    description: 'What was asked for or, as a `Problem`, why it could not be done.',
  },
  defaultResultOptions: { description: 'It is done, and nothing but that is to be told.' },
};

/** Of a mutation that answers nothing but that it is done. */
export const DONE = { description: 'Always true: it is done.' };
