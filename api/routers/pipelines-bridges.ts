/** Help with wires while a pipeline is drawn: what would be wrong with one, and what would put it right. */
import { z } from 'zod'
import { edgeSchema } from '#pipeline/document.ts'
import { documentInput } from '../document-input.ts'
import { projectInput, procedure, router } from '../trpc.ts'
import { bridgeSchema, findBridges } from '../use-cases/find-bridges.ts'
import { findRepairs, repairSchema } from '../use-cases/find-repairs.ts'
import { judgeWires, wireFindingsSchema } from '../use-cases/judge-wires.ts'

const drawn = projectInput.extend({ document: documentInput })

export const bridgesRouter = router({
  /** The problems that a wire from this output would bring, by input. */
  judgeWires: procedure
    .input(drawn.extend({ from: edgeSchema.shape.from }))
    .output(z.array(wireFindingsSchema))
    .query(({ ctx, input: { document, from } }) =>
      judgeWires(ctx.app.catalog, { document, from, language: ctx.language }),
    ),

  /** Blocks that close the gap of a wire, drawn or refused. */
  bridges: procedure
    .input(drawn.extend({ edge: edgeSchema }))
    .output(z.array(bridgeSchema))
    .query(({ ctx, input: { document, edge } }) => findBridges(ctx.app.catalog, document, edge)),

  /** Settings with which the leaks of a node are gone. */
  repairs: procedure
    .input(drawn.extend({ node: z.string().min(1).max(100) }))
    .output(z.array(repairSchema))
    .query(({ ctx, input: { document, node } }) => findRepairs(ctx.app.catalog, document, node)),
})
