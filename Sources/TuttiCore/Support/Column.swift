/// A fixed number of values in a row that is changed where it stands: copies share it.
///
/// An array would ask at every change whether it has to be copied, a dozen times for an agent that does nothing. One
/// owner changes a column, and whoever it is handed to reads it only when that owner has done with it.
struct Column<Element: BitwiseCopyable & Sendable>: RandomAccessCollection, @unchecked Sendable {  // one owner
    private final class Storage {
        let base: UnsafeMutablePointer<Element>

        init(_ elements: ContiguousArray<Element>) {
            self.base = .allocate(capacity: elements.count)
            elements.withUnsafeBufferPointer { from in
                guard let source = from.baseAddress else { return }
                self.base.initialize(from: source, count: from.count)
            }
        }

        deinit { self.base.deallocate() }
    }

    private let storage: Storage
    private let base: UnsafeMutablePointer<Element>
    let count: Int

    /// Creates a column with a copy of some values.
    init(_ elements: ContiguousArray<Element>) {
        self.storage = Storage(elements)
        self.base = self.storage.base
        self.count = elements.count
    }

    var startIndex: Int { 0 }
    var endIndex: Int { self.count }

    /// Traps when there is no such place.
    @inline(__always)
    subscript(index: Int) -> Element {
        unsafeAddress { UnsafePointer(self.place(of: index)) }
        nonmutating unsafeMutableAddress { self.place(of: index) }
    }

    @inline(__always)
    private func place(of index: Int) -> UnsafeMutablePointer<Element> {
        precondition(UInt(bitPattern: index) < UInt(bitPattern: self.count), "an index that is out of range")
        return self.base + index
    }
}
