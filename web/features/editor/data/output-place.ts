/** One output of one run. */
export interface OutputPlace {
  projectId: string
  run: string
  node: string
  port: string
}
