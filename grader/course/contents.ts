/** The files of a folder, by their path from there. */
export type Contents = Record<string, string>
