import './cgroups-that-nobody-wrote.ts'
