import { Scene } from './scene.ts'

/** The product the drills share, until one of them falls short. */
export class Stage {
  #scene: Scene | undefined

  async scene(): Promise<Scene> {
    this.#scene ??= await Scene.open()
    await this.#scene.refresh()
    return this.#scene
  }

  async clear(): Promise<void> {
    await this.#scene?.close()
    this.#scene = undefined
  }
}
