/** A product as `npm start` runs it, and the way in that people have: the use-cases behind the command line. */
import { chmodSync, createReadStream, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { openApp } from '#api/app.ts'
import type { App } from '#api/app.ts'
import { getRun } from '#api/use-cases/get-run.ts'
import { startRun } from '#api/use-cases/start-run.ts'
import { uploadFile } from '#api/use-cases/upload-file.ts'
import type { FileRef } from '#pipeline/file-ref.ts'
import { isFinal } from '#pipeline/run-words.ts'
import { startProduct, waitFor } from '#test/fixtures/product.ts'
import type { TestProduct } from '#test/fixtures/product.ts'
import type { Random } from '#test/fixtures/random.ts'
import { seededRandom } from '#test/fixtures/random.ts'
import { measure, pipelineDocument, writeCsv } from './pipeline.ts'
import type { Measured } from './pipeline.ts'
import { mountStore } from './store-disk.ts'

/** A run that a drill asked for; without runId it was not accepted. */
export interface AskedRun {
  runId?: string
  prefix: string
  measured: Measured
}

/** A service that has been killed this often is given time before it is started again: not what drills measure. */
const restartsBeforeRenewal = 3

export class Scene {
  readonly dataDir: string
  readonly disk: ReturnType<typeof mountStore>
  product!: TestProduct
  app!: App
  #files = 0
  readonly #closers: (() => Promise<void>)[] = []
  #inputDir: string
  #readConfig: Record<string, unknown> = {}

  private constructor() {
    this.dataDir = mkdtempSync(join(realpathSync(tmpdir()), 'ecoki-drill-'))
    chmodSync(this.dataDir, 0o711)
    this.disk = mountStore(this.dataDir)
    this.#inputDir = join(this.dataDir, 'drill-inputs')
    mkdirSync(this.#inputDir)
  }

  static async open(): Promise<Scene> {
    const scene = new Scene()
    try {
      await scene.begin()
      await scene.#warmUp()
      return scene
    } catch (error) {
      await scene.close()
      throw error
    }
  }

  get databaseUrl(): string {
    return this.product.instance().databaseUrl
  }

  /** Starts the product; also after its supervisor was killed. */
  async begin(): Promise<void> {
    await this.app?.close()
    this.product = await startProduct({ dataDir: this.dataDir })
    this.app = openApp(this.product.instance(), { kind: 'system', id: 'drill', name: 'drill' })
  }

  /** Starts the product anew where its services have been killed so often that they would be given time. */
  async refresh(): Promise<void> {
    if (this.product.instance().processes.every(({ restarts }) => restarts < restartsBeforeRenewal)) return
    await this.product.end()
    await this.begin()
  }

  /** Asks for a run with data of its own. Throws where it is not accepted. */
  async start(asked: AskedRun): Promise<string> {
    const file = writeCsv(this.#inputDir, String(this.#files++), asked.measured)
    const { runId, issues } = await startRun(this.app, {
      document: pipelineDocument({ ...this.#readConfig, file: await this.#bring(file) }, asked.prefix),
      language: 'en',
    })
    if (!runId) throw new Error(`the drill's own pipeline was refused: ${JSON.stringify(issues)}`)
    asked.runId = runId
    return runId
  }

  #bring(path: string): Promise<FileRef> {
    const upload = { name: basename(path), mime: 'text/csv', content: createReadStream(path) }
    return uploadFile(this.app, upload)
  }

  /** Waits until runs are over; those that are not after `patienceMs` show in the tally. */
  async settle(runs: AskedRun[], patienceMs = 90_000): Promise<void> {
    const ids = runs.flatMap(({ runId }) => runId ?? [])
    const isOver = async () => {
      const { rows } = await this.app.pool.query<{ status: string }>(
        'select status from run where id = any($1)',
        [ids],
      )
      return rows.every(({ status }) => isFinal('run', status))
    }
    await waitFor('the runs are over', () => isOver().catch(() => false), patienceMs).catch((error: Error) =>
      console.error(error.message),
    )
  }

  /** What a drill puts beside the product ends before it does. */
  onClose(end: () => Promise<void>): void {
    this.#closers.push(end)
  }

  async close(): Promise<void> {
    for (const end of this.#closers.splice(0)) await end()
    await this.app?.close()
    if ('unmount' in this.disk) this.disk.unmount()
    await this.product?.remove().catch((error: Error) => console.error(error.message))
    rmSync(this.dataDir, { recursive: true, force: true })
  }

  /** One whole run: everything is loaded, and how the file is written is known for all runs after it. */
  async #warmUp(): Promise<void> {
    this.#readConfig = { zone: 'UTC' }
    const asked = newRun('warm-up', seededRandom(1))
    await this.start(asked)
    await this.settle([asked])
    const run = await getRun(this.app, asked.runId ?? '')
    if (run.status !== 'done') throw new Error(`the first run ended ${run.status}`)
    const { rows } = await this.app.pool.query<{ config: Record<string, unknown> }>(
      `select node->'config' as config from run, jsonb_array_elements(document->'nodes') node
       where run.id = $1 and node->>'id' = 'read'`,
      [asked.runId],
    )
    this.#readConfig = rows[0].config
  }
}

export function newRun(prefix: string, random: Random): AskedRun {
  return { prefix: `${prefix}.`, measured: measure(random) }
}
