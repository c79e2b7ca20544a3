/** The pages' entry. */
import { z } from 'zod'
import { startTexts } from './lib/i18n.ts'
import { renderApp } from './app/App.tsx'

// The content security policy forbids compiling code.
z.config({ jitless: true })
await startTexts()
renderApp(document.getElementById('root')!)
