// npm drops platform binaries it could not download from the lockfile it writes, and `npm ci` then refuses that
// lockfile. Run this after every dependency change: it adds the missing entries, each optional.
import { readFileSync, writeFileSync } from 'node:fs'

const file = new URL('../../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(file, 'utf8'))
const packages = lock.packages
let added = 0

for (const [path, entry] of Object.entries({ ...packages })) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const places = ancestors(path).map((folder) => `${folder}node_modules/${name}`)
    if (places.some((place) => place in packages)) continue
    packages[`node_modules/${name}`] = {
      version,
      ...(entry.dev ? { dev: true } : {}),
      license: 'MIT',
      optional: true,
      ...platform(name),
    }
    added++
  }
}
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
process.stdout.write(`${added} entries added to package-lock.json\n`)

/** The folders whose node_modules a package at `path` can see, innermost first, each ending in a slash or empty. */
function ancestors(path) {
  const parts = path.split('/node_modules/')
  const folders = parts.map((_, i) => `${parts.slice(0, i + 1).join('/node_modules/')}/`).reverse()
  return [...folders, '']
}

/** The os and cpu fields a binary's name tells, so that npm skips it elsewhere. */
function platform(name) {
  const os = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32', 'aix', 'sunos'].find((o) =>
    name.includes(o),
  )
  const cpu = ['arm64', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el', 'arm'].find((c) =>
    name.includes(c),
  )
  return { ...(os ? { os: [os] } : {}), ...(cpu ? { cpu: [cpu] } : {}) }
}
