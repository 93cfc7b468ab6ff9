import type { TarEntry } from './tarball.ts'

/** The records that say of an entry what its header cannot, pax(1): `29 SCHILY.xattr.user.name=text`. */
export function paxRecords({ path, link, uid = 0, gid = 0, mtime = 0, xattrs = {} }: TarEntry): Buffer {
  const records: Record<string, string | Buffer> = {}
  if (Buffer.byteLength(path) > 100) records.path = path
  if (link !== undefined && Buffer.byteLength(link) > 100) records.linkpath = link
  if (uid >= 8 ** 7) records.uid = String(uid)
  if (gid >= 8 ** 7) records.gid = String(gid)
  if (typeof mtime === 'string' || mtime < 0) records.mtime = String(mtime)
  for (const [name, value] of Object.entries(xattrs)) records[`SCHILY.xattr.${name}`] = value
  return Buffer.concat(Object.entries(records).map(([key, value]) => record(key, Buffer.from(value))))
}

/** A record begins with its own length in bytes, the digits of that length included. */
function record(key: string, value: Buffer): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), value, Buffer.from('\n')])
  let length = rest.length + 1
  while (String(length).length + rest.length > length) length++
  return Buffer.concat([Buffer.from(String(length)), rest])
}
