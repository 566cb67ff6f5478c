/// An error number of the system.
struct SystemError: Error {
    var number: CInt
}
