/** Every address of the pages. What a page needs is loaded when it is opened. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { readConnectSearch } from '../lib/connect-search.ts'
import { readRunsSearch } from '../lib/runs-search.ts'
import { readTagsSearch } from '../lib/tags-search.ts'
import { readTrendsSearch } from '../lib/trends-search.ts'
import { FailedPage, MissingPage } from './ErrorPages.tsx'
import { HomePage } from './HomePage.tsx'
import { ProjectFrame } from './ProjectFrame.tsx'
import { RootPage } from './RootPage.tsx'

const root = createRootRoute({ component: RootPage, notFoundComponent: MissingPage })

const home = createRoute({ getParentRoute: () => root, path: '/', component: HomePage })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  // Only back to own pages: an address elsewhere is no place to be sent to.
  validateSearch: ({ to }): { to?: string } =>
    typeof to === 'string' && /^\/(?![/\\])/.test(to) ? { to } : {},
  component: lazyRouteComponent(() => import('../features/account/SignInPage.tsx'), 'SignInPage'),
})

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: lazyRouteComponent(() => import('../features/account/WelcomePage.tsx'), 'WelcomePage'),
})

const project = createRoute({ getParentRoute: () => root, path: '/p/$projectId', component: ProjectFrame })

const start = createRoute({
  getParentRoute: () => project,
  path: '/',
  component: lazyRouteComponent(() => import('../features/start/StartPage.tsx'), 'StartPage'),
})

const article = createRoute({
  getParentRoute: () => project,
  path: '/articles/$id',
  component: lazyRouteComponent(() => import('../features/start/ArticlePage.tsx'), 'ArticlePage'),
})

const wizard = createRoute({
  getParentRoute: () => project,
  path: '/templates/$id',
  component: lazyRouteComponent(() => import('../features/templates/WizardPage.tsx'), 'WizardPage'),
})

const learn = createRoute({
  getParentRoute: () => project,
  path: '/learn',
  validateSearch: ({ search }): { search?: string } =>
    typeof search === 'string' && search ? { search } : {},
  component: lazyRouteComponent(() => import('../features/learn/LearnPage.tsx'), 'LearnPage'),
})

const pipelines = createRoute({
  getParentRoute: () => project,
  path: '/pipelines',
  validateSearch: ({ search, archived }): { search?: string; archived?: boolean } => ({
    ...(typeof search === 'string' && search && { search }),
    ...(archived === true && { archived }),
  }),
  component: lazyRouteComponent(() => import('../features/pipelines/PipelinesPage.tsx'), 'PipelinesPage'),
})

/** The editor; `run` shows a run on the canvas. */
const editor = createRoute({
  getParentRoute: () => project,
  path: '/pipelines/$id',
  validateSearch: ({ run }): { run?: string } => (typeof run === 'string' ? { run } : {}),
  component: lazyRouteComponent(() => import('../features/editor/EditorPage.tsx'), 'EditorPage'),
})

const runs = createRoute({
  getParentRoute: () => project,
  path: '/runs',
  validateSearch: readRunsSearch,
  component: lazyRouteComponent(() => import('../features/runs/RunsPage.tsx'), 'RunsPage'),
})

const run = createRoute({
  getParentRoute: () => project,
  path: '/runs/$run',
  validateSearch: ({ node, view }): { node?: string; view?: 'timeline' | 'graph' } => ({
    ...(typeof node === 'string' && { node }),
    ...((view === 'timeline' || view === 'graph') && { view }),
  }),
  component: lazyRouteComponent(() => import('../features/runs/RunPage.tsx'), 'RunPage'),
})

const compare = createRoute({
  getParentRoute: () => project,
  path: '/compare',
  validateSearch: ({ left, right }) => ({ left: String(left ?? ''), right: String(right ?? '') }),
  component: lazyRouteComponent(() => import('../features/runs/ComparePage.tsx'), 'ComparePage'),
})

const trends = createRoute({
  getParentRoute: () => project,
  path: '/trends',
  validateSearch: readTrendsSearch,
  component: lazyRouteComponent(() => import('../features/trends/TrendsPage.tsx'), 'TrendsPage'),
})

const settings = createRoute({
  getParentRoute: () => project,
  path: '/settings',
  validateSearch: ({ section }): { section?: string } => (typeof section === 'string' ? { section } : {}),
  component: lazyRouteComponent(() => import('../features/settings/SettingsPage.tsx'), 'SettingsPage'),
})

const plant = createRoute({
  getParentRoute: () => project,
  path: '/plant',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/p/$projectId/plant/connections', params, replace: true })
  },
})

const connections = createRoute({
  getParentRoute: () => project,
  path: '/plant/connections',
  component: lazyRouteComponent(
    () => import('../features/connections/ConnectionsPage.tsx'),
    'ConnectionsPage',
  ),
})

/** `of`: more tags for a connection that is there; `simulated`: the simulated plant's machine of this protocol. */
const connect = createRoute({
  getParentRoute: () => project,
  path: '/plant/connect',
  validateSearch: readConnectSearch,
  component: lazyRouteComponent(
    () => import('../features/connections/wizard/ConnectPage.tsx'),
    'ConnectPage',
  ),
})

const connection = createRoute({
  getParentRoute: () => project,
  path: '/plant/connections/$id',
  component: lazyRouteComponent(() => import('../features/connections/ConnectionPage.tsx'), 'ConnectionPage'),
})

const tags = createRoute({
  getParentRoute: () => project,
  path: '/plant/tags',
  validateSearch: readTagsSearch,
  component: lazyRouteComponent(() => import('../features/tags/TagsPage.tsx'), 'TagsPage'),
})

const ofPlant = [plant, connections, connect, connection, tags]
const ofProject = [
  ...[start, article, wizard, learn, pipelines, editor, runs, run, compare, trends, settings],
  ...ofPlant,
] as const

export const router = createRouter({
  routeTree: root.addChildren([home, signIn, welcome, project.addChildren(ofProject)]),
  defaultPreload: 'intent',
  defaultErrorComponent: FailedPage,
  defaultNotFoundComponent: MissingPage,
  scrollRestoration: true,
  scrollToTopSelectors: ['#content'],
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
