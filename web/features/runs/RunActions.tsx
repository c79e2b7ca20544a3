import { Button, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { notifyDone, notifyProblem } from '../../components/notify.ts'
import { useMay, useProjectId } from '../../lib/project.ts'
import { queryClient, trpc } from '../../lib/trpc.ts'
import { ParametersDialog } from './ParametersDialog.tsx'
import { isOpen } from './run-facts.ts'
import type { RunDetail } from './run-facts.ts'

/** What can be done with a run. */
export function RunActions({ run, failed }: { run: RunDetail; failed?: string }) {
  const { t } = useTranslation('runs')
  const projectId = useProjectId()
  const mayRun = useMay('operator')
  return (
    <>
      {run.temporalUrl && (
        <Button component="a" href={run.temporalUrl} target="_blank" rel="noreferrer" variant="default">
          {t('openTemporal')}
        </Button>
      )}
      <Link
        className="button-link"
        to="/p/$projectId/pipelines/$id"
        params={{ projectId, id: run.pipeline.id }}
        search={{ run: run.run }}
      >
        {t('openEditor')}
      </Link>
      {mayRun && (isOpen(run) ? <CancelButton run={run} /> : <RerunMenu run={run} failed={failed} />)}
    </>
  )
}

function CancelButton({ run: { run, isCancelWanted } }: { run: RunDetail }) {
  const { t } = useTranslation('runs')
  const projectId = useProjectId()
  const onSuccess = () => queryClient.invalidateQueries(trpc.runs.pathFilter())
  const cancel = useMutation(trpc.runs.cancel.mutationOptions({ onSuccess, onError: notifyProblem }))
  return (
    <Button
      {...{ variant: 'default', loading: cancel.isPending, disabled: isCancelWanted }}
      onClick={() => cancel.mutate({ projectId, run })}
    >
      {isCancelWanted ? t('cancelWanted') : t('cancelRun')}
    </Button>
  )
}

function RerunMenu({ run, failed }: { run: RunDetail; failed?: string }) {
  const { t } = useTranslation('runs')
  const { again, isPending } = useRerun(run.run)
  const [isAsking, setIsAsking] = useState(false)
  const mayDelete = useMay('engineer')
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button rightSection={<IconChevronDown size={16} />} loading={isPending}>
            {t('rerun')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {failed && (
            <Menu.Item onClick={() => again({ from: failed })}>{t('rerunFrom', { node: failed })}</Menu.Item>
          )}
          <Menu.Item onClick={() => again({})}>{t(failed ? 'rerunFailed' : 'rerunAll')}</Menu.Item>
          <Menu.Item onClick={() => again({ fresh: true })}>{t('rerunFresh')}</Menu.Item>
          <Menu.Item onClick={() => setIsAsking(true)}>{t('rerunParameters')}</Menu.Item>
          {mayDelete && <DeleteItem run={run.run} />}
        </Menu.Dropdown>
      </Menu>
      {isAsking && (
        <ParametersDialog
          {...{ run, isBusy: isPending, onClose: () => setIsAsking(false) }}
          onStart={(parameters) => again({ parameters })}
        />
      )}
    </>
  )
}

interface RerunRequest {
  from?: string
  fresh?: boolean
  parameters?: Record<string, unknown>
}

function useRerun(run: string) {
  const { t } = useTranslation('runs')
  const projectId = useProjectId()
  const navigate = useNavigate()
  const onSuccess = (started: { run?: string; issues: { message: string }[] }) => {
    if (!started.run) return notifyDone(t('notStarted', { problem: started.issues[0]?.message ?? '?' }))
    void navigate({ to: '/p/$projectId/runs/$run', params: { projectId, run: started.run } })
  }
  const rerun = useMutation(trpc.runs.rerun.mutationOptions({ onSuccess, onError: notifyProblem }))
  const again = (request: RerunRequest) => rerun.mutate({ projectId, run, ...request })
  return { again, isPending: rerun.isPending }
}

function DeleteItem({ run }: { run: string }) {
  const { t } = useTranslation('runs')
  const projectId = useProjectId()
  const navigate = useNavigate()
  const onSuccess = async () => {
    notifyDone(t('deleted'))
    await navigate({ to: '/p/$projectId/runs', params: { projectId } })
    await queryClient.invalidateQueries(trpc.runs.list.pathFilter())
  }
  const remove = useMutation(trpc.runs.delete.mutationOptions({ onSuccess, onError: notifyProblem }))
  const ask = () => {
    if (confirm(t('deleteSure'))) remove.mutate({ projectId, run })
  }
  return (
    <>
      <Menu.Divider />
      <Menu.Item color="red" onClick={ask}>
        {t('delete')}
      </Menu.Item>
    </>
  )
}
