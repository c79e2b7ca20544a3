/** Puts messages and stacks of failures into a payload, so that they are encrypted like all others. */
import { DefaultFailureConverter } from '@temporalio/common'

export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true })
