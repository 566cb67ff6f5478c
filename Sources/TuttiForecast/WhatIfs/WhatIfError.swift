/// What is wrong with a what-if, and what to do.
package struct WhatIfError: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String
}
