/** A product of its own for measurements, used through the gateway as programs and the command line use it. */
import { openApp } from '#api/app.ts'
import type { App } from '#api/app.ts'
import { findOutput } from '#api/use-cases/export-output.ts'
import { createClient } from '#client/index.ts'
import type { Client, PipelineDocument, RunResult } from '#client/index.ts'
import { findGateway } from '#config/gateway-access.ts'
import { readCliConfig } from '#config/cli.ts'
import { loadValue } from '#datasets/values.ts'
import type { Segmentation } from '#pipeline/plan.ts'
import type { Table } from '#pipeline/table.ts'
import { startProduct } from '#test/fixtures/product.ts'
import type { TestProduct } from '#test/fixtures/product.ts'

export interface StageRun {
  document: unknown
  seed: number
  segmentation: Segmentation
}

export class Stage {
  readonly #product: TestProduct
  readonly #app: App
  readonly #client: Client

  private constructor(product: TestProduct) {
    this.#product = product
    this.#app = openApp(product.instance(), { kind: 'system', id: 'bench', name: 'bench' })
    this.#client = createClient(findGateway({ ...readCliConfig({}), dataDir: product.dataDir }))
  }

  static async open(): Promise<Stage> {
    return new Stage(await startProduct())
  }

  /** All processes that EcoKI needs for a run, this one as its client too. */
  get processes(): number[] {
    return [this.#product.supervisor.pid ?? NaN, process.pid]
  }

  /** Runs a document anew, nothing reused, and resolves when its end is known here, as following does. */
  async run({ document, seed, segmentation }: StageRun): Promise<RunResult> {
    const request = {
      document: document as PipelineDocument,
      parameters: { seed },
      fresh: true,
      segmentation,
    }
    const run = await (await this.#client.runs.start(request)).result()
    if (run.status !== 'done') throw new Error(`a measured run ended as ${run.status}`)
    return run
  }

  async table(run: RunResult, node: string): Promise<Table> {
    const stored = await findOutput(this.#app, { runId: run.run, node, port: 'table' })
    const value = await loadValue(this.#app.store, stored)
    if (value.type !== 'table') throw new Error(`${node} made no table`)
    return value.table
  }

  async close(): Promise<void> {
    await this.#app.close()
    await this.#product.end()
    await this.#product.remove()
  }
}
