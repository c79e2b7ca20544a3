import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FileRef } from '#pipeline/file-ref.ts'
import { useProjectId } from '../../lib/project.ts'
import { trpc } from '../../lib/trpc.ts'
import { uploadFile } from '../../lib/upload-file.ts'
import { fileReader, historianReader, unitsOfTags } from './own-reader.ts'
import type { Corrections, OwnReader, TagRequest } from './own-reader.ts'

export type Source = 'file' | 'historian' | 'bundled'
export type OwnData = ReturnType<typeof useOwnData>

const zoneHere = Intl.DateTimeFormat().resolvedOptions().timeZone

/** Where the data come from, and the reader that is ready to read them. */
export function useOwnData() {
  const [source, setSource] = useState<Source>('file')
  const file = useOwnFile()
  const [tags, setTags] = useState<TagRequest>({ lines: '', grid: '15 min', zone: zoneHere })
  const reader = source === 'file' ? file.reader : source === 'historian' ? historianReader(tags) : undefined
  return {
    ...{ source, setSource, file, tags, setTags, reader },
    /** Units that stand behind the tags. */
    units: source === 'historian' ? unitsOfTags(tags.lines) : {},
    isReady: source === 'bundled' || reader !== undefined,
  }
}

function useOwnFile() {
  const projectId = useProjectId()
  const [chosen, setChosen] = useState<FileRef>()
  const [corrections, setCorrections] = useState<Corrections>({ zone: zoneHere })
  const known = useQuery(trpc.datasets.files.queryOptions({ projectId }))
  const choose = (file: FileRef) => {
    setChosen(file)
    setCorrections(({ zone }) => ({ zone }))
  }
  const upload = useMutation({
    mutationFn: (file: File) => uploadFile(projectId, file),
    onSuccess: (file) => {
      choose(file)
      void known.refetch()
    },
  })
  const asked = chosen && fileReader(chosen, corrections)
  const { block, version, config: given } = asked ?? { block: '-', version: 1, config: {} }
  const preview = useQuery(
    trpc.datasets.preview.queryOptions(
      { projectId, block, version, config: given, rows: 20 },
      { enabled: asked !== undefined, staleTime: Infinity },
    ),
  )
  const config = preview.data?.config
  const reader: OwnReader | undefined = asked && config ? { ...asked, config } : undefined
  return { chosen, choose, corrections, setCorrections, known: known.data ?? [], upload, preview, reader }
}
