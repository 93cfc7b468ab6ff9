// The least that a process of ours can do: start Node and load the library that makes system calls.
import 'ffi-rs'
