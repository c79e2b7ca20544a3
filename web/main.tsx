/** The pages' entry. */
import { z } from 'zod'
import { startTexts } from './lib/i18n.ts'
import { renderApp } from './app/App.tsx'

// The content security policy forbids compiling code.
z.config({ jitless: true })
// An update has taken away what this page would load: the new page has it.
window.addEventListener('vite:preloadError', () => location.reload())
await startTexts()
renderApp(document.getElementById('root')!)
