/** Everything people do to a pipeline document, as pure functions: a document goes in, a new one comes out. */
export * from './edit/clipboard.ts'
export * from './edit/document-fields.ts'
export * from './edit/layout.ts'
export { freshName } from './edit/names.ts'
export * from './edit/merge.ts'
export * from './edit/nodes.ts'
export * from './edit/wires.ts'
