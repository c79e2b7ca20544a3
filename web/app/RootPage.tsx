import { Outlet } from '@tanstack/react-router'
import { Suspense } from 'react'
import { PageLoading } from '../components/PageLoading.tsx'

/** Around every page: waits for its code and its texts. */
export function RootPage() {
  return (
    <Suspense fallback={<PageLoading />}>
      <Outlet />
    </Suspense>
  )
}
