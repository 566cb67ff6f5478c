/// A binary heap whose first element is the smallest.
struct PriorityHeap<Element: Comparable> {
    private var elements: [Element] = []

    var isEmpty: Bool { self.elements.isEmpty }
    var count: Int { self.elements.count }
    var first: Element? { self.elements.first }

    mutating func insert(_ element: Element) {
        self.elements.append(element)
        self.elements.withUnsafeMutableBufferPointer { Self.siftUp(element, from: $0.count - 1, in: $0) }
    }

    mutating func removeFirst() -> Element? {
        guard let last = self.elements.popLast() else { return nil }
        guard let first = self.elements.first else { return last }
        self.elements.withUnsafeMutableBufferPointer { heap in
            // The last one belongs near the bottom as a rule: the hole goes all the way down without asking for it.
            var hole = 0
            while let child = Self.smallerChild(of: hole, in: heap) {
                heap[hole] = heap[child]
                hole = child
            }
            Self.siftUp(last, from: hole, in: heap)
        }
        return first
    }

    /// Puts an element where there is a hole, or above it.
    private static func siftUp(_ element: Element, from start: Int, in heap: UnsafeMutableBufferPointer<Element>) {
        var hole = start
        while hole > 0 {
            let parent = (hole - 1) / 2
            guard element < heap[parent] else { break }
            heap[hole] = heap[parent]
            hole = parent
        }
        heap[hole] = element
    }

    private static func smallerChild(of parent: Int, in heap: UnsafeMutableBufferPointer<Element>) -> Int? {
        let left = 2 * parent + 1
        let right = left + 1
        guard right < heap.count else { return left < heap.count ? left : nil }
        return heap[right] < heap[left] ? right : left
    }
}
