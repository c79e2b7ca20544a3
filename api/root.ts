/** All routers of the gateway. */
import { auditRouter } from './routers/audit.ts'
import { blocksRouter } from './routers/blocks.ts'
import { annotationsRouter, dashboardsRouter, trendsRouter } from './routers/boards.ts'
import { connectionsRouter } from './routers/connections.ts'
import { datasetsRouter } from './routers/datasets.ts'
import { historianRouter } from './routers/historian.ts'
import { liveRouter } from './routers/live.ts'
import { pipelinesRouter } from './routers/pipelines.ts'
import { bridgesRouter } from './routers/pipelines-bridges.ts'
import { projectsRouter } from './routers/projects.ts'
import { resourcesRouter } from './routers/resources.ts'
import { runsRouter } from './routers/runs.ts'
import { sessionRouter } from './routers/session.ts'
import { systemRouter } from './routers/system.ts'
import { tagsRouter } from './routers/tags.ts'
import { tokensRouter } from './routers/tokens.ts'
import { usersRouter } from './routers/users.ts'
import { mergeRouters, router } from './trpc.ts'

export const appRouter = router({
  annotations: annotationsRouter,
  audit: auditRouter,
  blocks: blocksRouter,
  connections: connectionsRouter,
  dashboards: dashboardsRouter,
  datasets: datasetsRouter,
  historian: historianRouter,
  live: liveRouter,
  pipelines: mergeRouters(pipelinesRouter, bridgesRouter),
  projects: projectsRouter,
  resources: resourcesRouter,
  runs: runsRouter,
  session: sessionRouter,
  system: systemRouter,
  tags: tagsRouter,
  tokens: tokensRouter,
  trends: trendsRouter,
  users: usersRouter,
})

export type AppRouter = typeof appRouter
