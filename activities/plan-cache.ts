/** Plans by hash, loaded page by page from the database and kept while runs need them. */
import type pg from 'pg'
import type { PlanNode, Segment, Segmentation } from '#pipeline/plan.ts'
import { segmentPlan } from '#pipeline/segment.ts'
import { pageStarts } from './segment-pages.ts'

export interface LoadedPlan {
  /** In topological order. */
  order: PlanNode[]
  nodes: Map<string, PlanNode>
  segments: Segment[]
  /** Index of the first segment of every page. */
  pageStarts: number[]
  segmentOf: Map<string, Segment>
  /** Segments that others wait for. */
  followed: Set<string>
}

const kept = 50

/** A run's plan with its segments; one load for many steps. */
export class PlanCache {
  readonly #pool: pg.Pool
  readonly #plans = new Map<string, Promise<LoadedPlan>>()

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  load(planHash: string, segmentation: Segmentation): Promise<LoadedPlan> {
    const key = `${planHash} ${segmentation}`
    const found = this.#plans.get(key)
    if (found) return found
    const loading = this.#read(planHash, segmentation)
    this.#plans.set(key, loading)
    loading.catch(() => this.#plans.delete(key))
    if (this.#plans.size > kept) this.#plans.delete(this.#plans.keys().next().value as string)
    return loading
  }

  async #read(planHash: string, segmentation: Segmentation): Promise<LoadedPlan> {
    const { rows } = await this.#pool.query<{ nodes: PlanNode[] }>(
      'select nodes from plan_page where plan_hash = $1 order by page',
      [planHash],
    )
    if (rows.length === 0) throw new Error(`no plan ${planHash} in the database`)
    const nodes = rows.flatMap((row) => row.nodes)
    const segments = segmentPlan({ nodes }, segmentation)
    return {
      order: nodes,
      nodes: new Map(nodes.map((node) => [node.id, node])),
      segments,
      pageStarts: pageStarts(segments),
      segmentOf: new Map(segments.map((segment) => [segment.id, segment])),
      followed: new Set(segments.flatMap((segment) => segment.after)),
    }
  }
}
