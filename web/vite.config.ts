/** How the pages are built; in development, `npx vite --config web/vite.config.ts` beside a running product. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { dataDirectory } from '../config/directories.ts'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  resolve: { alias: { '@rjsf/validator-ajv8': join(import.meta.dirname, 'lib', 'no-validator.ts') } },
  build: {
    outDir: '../node_modules/.ecoki-web',
    emptyOutDir: true,
    target: 'es2022',
    // The editor is large, and loaded only when it is opened.
    chunkSizeWarningLimit: 1_500,
    // The gateway allows scripts by address only.
    modulePreload: { polyfill: false },
  },
  server: { host: '127.0.0.1', proxy: { '/trpc': gatewayUrl(), '/api': gatewayUrl() } },
})

/** The gateway of this checkout's product. */
function gatewayUrl(): string {
  const file = join(dataDirectory(), 'instance.json')
  const { url } = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { url?: string }) : {}
  return url ?? 'http://127.0.0.1:8080'
}
