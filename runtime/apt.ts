import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exec } from './exec.ts'
import type { Report } from './progress.ts'

const keyrings = ['debian-archive-keyring.pgp', 'debian-archive-keyring.gpg']

/**
 * Downloads Debian packages with everything they need, C library included, into `directory`, and returns the paths of
 * the .deb files. Works without root: apt gets its own lists, an empty list of installed packages and its own cache.
 */
export async function downloadPackages(
  directory: string,
  packages: string[],
  report: Report,
): Promise<string[]> {
  const mirror = await findMirror()
  const config = writeConfig(directory, mirror)
  const env = { APT_CONFIG: config, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' }
  report(`package lists of Debian 13 from ${mirror}`)
  await exec('apt-get', ['-q', 'update'], { env })
  report(`downloading ${packages.join(', ')}`)
  await exec('apt-get', ['-q', '-y', 'install', '--download-only', ...packages], {
    env,
    onLine: showGet(report),
  })
  const archives = join(directory, 'archives')
  return readdirSync(archives).flatMap((name) => (name.endsWith('.deb') ? [join(archives, name)] : []))
}

/** The Debian mirror that the system's own apt uses. */
async function findMirror(): Promise<string> {
  const listed = await exec('apt-get', ['indextargets', '--format', '$(REPO_URI) $(COMPONENT)'])
  const mirrors = listed.split('\n').flatMap((line) => {
    const [address, component] = line.split(' ')
    return component === 'main' && /\/debian\/?$/.test(address) ? [address] : []
  })
  if (mirrors.length > 0) return mirrors[0]
  throw new Error('apt knows no Debian mirror (an address that ends in /debian)')
}

function writeConfig(directory: string, mirror: string): string {
  for (const folder of ['lists/partial', 'archives/partial', 'etc'])
    mkdirSync(join(directory, folder), { recursive: true })
  const keyring = keyrings.map((name) => join('/usr/share/keyrings', name)).find((path) => existsSync(path))
  if (!keyring) throw new Error('The package debian-archive-keyring is missing')
  writeFileSync(join(directory, 'sources.list'), `deb [signed-by=${keyring}] ${mirror} trixie main\n`)
  writeFileSync(join(directory, 'status'), '')
  const settings = {
    'Dir::Etc::SourceList': join(directory, 'sources.list'),
    'Dir::Etc::SourceParts': '-',
    'Dir::Etc::Parts': join(directory, 'etc'),
    'Dir::State': directory,
    'Dir::State::Lists': join(directory, 'lists'),
    'Dir::State::status': join(directory, 'status'),
    'Dir::Cache': directory,
    'Dir::Cache::Archives': join(directory, 'archives'),
    'APT::Architecture': 'amd64',
    'APT::Install-Recommends': 'false',
    'APT::Sandbox::User': '',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
    'Debug::NoLocking': 'true',
  }
  const path = join(directory, 'apt.conf')
  writeFileSync(
    path,
    Object.entries(settings)
      .map(([key, value]) => `${key} "${value}";\n`)
      .join(''),
  )
  return path
}

function showGet(report: Report): (line: string) => void {
  return (line) => {
    const found = /^Get:\d+ \S+ \S+ \S+ (\S+)/.exec(line)
    if (found) report(`downloading ${found[1]}`)
  }
}
