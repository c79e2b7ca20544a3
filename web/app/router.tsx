/** Every address of the pages. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { ProjectFrame } from './ProjectFrame.tsx'
import { RootPage } from './RootPage.tsx'

const root = createRootRoute({ component: RootPage })
const project = createRoute({ getParentRoute: () => root, path: '/p/$projectId', component: ProjectFrame })

/** The editor; `run` shows a run on the canvas. */
const editor = createRoute({
  getParentRoute: () => project,
  path: '/pipelines/$id',
  validateSearch: (search): { run?: string } => (typeof search.run === 'string' ? { run: search.run } : {}),
  component: lazyRouteComponent(() => import('../features/editor/EditorPage.tsx'), 'EditorPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([project.addChildren([editor])]),
  defaultPreload: 'intent',
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
