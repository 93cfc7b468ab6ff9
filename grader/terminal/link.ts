import { hostname } from 'node:os'
import { pathToFileURL } from 'node:url'

const start = '\x1b]8;;'
const end = '\x1b\\'

/**
 * Text to click on, for terminals that know OSC 8; others show the text alone. An address cannot end it before its end: in
 * the `href` of a URL there are no control characters.
 */
export const link = (text: string, { href }: URL) => `${start}${href}${end}${text}${start}${end}`

/** The address of a file. With the machine's name a terminal that is connected to another one knows that the file is there. */
export function fileAddress(path: string): URL {
  const address = pathToFileURL(path)
  address.hostname = hostname()
  return address
}

/** Any link, from its address to the end of its text. */
export const anyLink = `${RegExp.escape(start)}.*?${RegExp.escape(start + end)}`
