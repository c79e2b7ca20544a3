/** Who plants: what was planted, and a product that it is planted in. */
import type { TestProduct } from '../fixtures/product.ts'
import { canaryOf, newSecretText } from './canary.ts'
import type { Canary, Place } from './canary.ts'
import { Visitor } from './visitor.ts'
import type { Shown } from './visitor.ts'

export class Planter {
  /** Nowhere but where they were entered or shown. */
  readonly secrets: Canary[] = []
  /** For people, who read them in pages; not in Temporal, which everybody on the machine reads. */
  readonly names: Canary[] = []
  /** What commands printed. */
  readonly output: Place[] = []
  readonly product: TestProduct
  /** Keeps what the gateway answers. */
  readonly visitor: Visitor
  /** The first account, once it is there. */
  admin: Shown = {}
  runId = ''

  constructor(product: TestProduct) {
    this.product = product
    this.visitor = new Visitor(product.instance().url!)
  }

  secret(name: string, value = newSecretText()): string {
    this.secrets.push(canaryOf(name, value))
    return value
  }

  named(name: string): string {
    const value = newSecretText()
    this.names.push(canaryOf(name, value))
    return value
  }
}
