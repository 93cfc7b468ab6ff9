/** What a layer says of one file. Names are bytes, kept as latin1 text: Linux does not ask for UTF-8. */
export interface Entry {
  type: 'file' | 'directory' | 'symlink' | 'link' | 'character device' | 'block device' | 'fifo'
  path: string
  /** Where a symlink leads, as it is; or the path of the file that a hard link is another name of. */
  target: string
  /** Permissions, setuid, setgid and sticky among them. */
  mode: number
  uid: number
  gid: number
  mtime: Time
  device: { major: number; minor: number }
  /** Extended attributes by their names. */
  xattrs: Map<string, Buffer>
  /** Of what follows, bytes. */
  size: number
}

/** Since 1970. */
export interface Time {
  seconds: number
  nanoseconds: number
}

/** A name as the kernel takes it. */
export const nameBytes = (name: string) => Buffer.from(name, 'latin1')

/** A name for a person. */
export const nameInWords = (name: string) => nameBytes(name).toString('utf8')

/** A path of the machine as such a name. */
export const nameOf = (path: string) => Buffer.from(path).toString('latin1')
