/** What a server may cost us at most, however large or endless its answers are. */
export const limits = {
  /** Bytes of one message: an array of a million doubles fits. */
  messageBytes: 16 * 1024 * 1024,
  chunks: 512,
  /** Elements of an array that are looked at; a longer one is a bad sample. */
  arrayElements: 100_000,
  /** Characters of a text; a longer one is a bad sample. */
  textLength: 32_768,
  /** Elements and fields of a value that browsing shows. */
  shownElements: 1_000,
  /** Nodes on a page of browsing. */
  pageNodes: 200,
  /** Pages that wait to be asked on for; the oldest is given up. */
  openCursors: 50,
  /** Nodes in one request, also where the server allows more. */
  nodesPerCall: 1_000,
  /** Values in a page of history. */
  historyPage: 10_000,
  namespaces: 10_000,
  /** Samples that a server is asked to keep for one node. */
  queue: 100_000,
  /** Steps from a data type to the built-in type it comes from. */
  typeDepth: 20,
} as const

/** Waiting for one answer. */
export const answerTimeoutMs = 10_000
