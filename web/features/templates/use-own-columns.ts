import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useProjectId } from '../../lib/project.ts'
import { trpc } from '../../lib/trpc.ts'
import type { OwnData } from './use-own-data.ts'
import type { Template } from './WizardPage.tsx'

export type OwnColumns = ReturnType<typeof useOwnColumns>

/** Which column stands for what, and in which units they are. */
export function useOwnColumns(template: Template, { reader, units: unitsOfData }: OwnData) {
  const projectId = useProjectId()
  const [choices, setChoices] = useState<Readonly<Record<string, string>>>({})
  const [stated, setStated] = useState<Readonly<Record<string, string>>>({})
  const units = { ...unitsOfData, ...stated }
  const none = { block: '-', version: 1, config: {}, port: '-' }
  const offers = useQuery(
    trpc.resources.offerColumns.queryOptions(
      { projectId, template: template.id, reader: reader ?? none, units },
      { enabled: reader !== undefined, placeholderData: keepPreviousData, staleTime: 60_000 },
    ),
  )
  const placeholders = offers.data?.placeholders ?? []
  const chosen = Object.fromEntries(
    placeholders.flatMap(({ placeholder, guess, columns }) => {
      const own = choices[placeholder]
      const column = columns.some((offer) => offer.column === own) ? own : guess
      return column === undefined ? [] : [[placeholder, column] as const]
    }),
  )
  const isFine = placeholders.every(({ placeholder, columns }) =>
    columns.some(({ column, problem }) => column === chosen[placeholder] && !problem),
  )
  return {
    ...{ offers, chosen, units },
    choose: (placeholder: string, column: string) => setChoices((old) => ({ ...old, [placeholder]: column })),
    /** An empty text: as the data say. */
    stateUnit: (column: string, text: string) => {
      const rest = Object.entries(stated).filter(([name]) => name !== column)
      setStated(Object.fromEntries(text.trim() ? [...rest, [column, text.trim()]] : rest))
    },
    isComplete: offers.data !== undefined && offers.data.problems.length === 0 && isFine,
  }
}
