/// A binary heap whose first element is the smallest.
struct PriorityHeap<Element: Comparable> {
    private var elements: [Element] = []

    var isEmpty: Bool { self.elements.isEmpty }
    var count: Int { self.elements.count }
    var first: Element? { self.elements.first }

    mutating func insert(_ element: Element) {
        self.elements.append(element)
        var child = self.elements.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard self.elements[child] < self.elements[parent] else { return }
            self.elements.swapAt(child, parent)
            child = parent
        }
    }

    mutating func removeFirst() -> Element? {
        guard let first = self.elements.first else { return nil }
        let last = self.elements.removeLast()
        guard !self.elements.isEmpty else { return first }
        self.elements[0] = last
        var parent = 0
        while let child = self.smallerChild(of: parent), self.elements[child] < self.elements[parent] {
            self.elements.swapAt(child, parent)
            parent = child
        }
        return first
    }

    private func smallerChild(of parent: Int) -> Int? {
        let left = 2 * parent + 1
        let right = left + 1
        guard left < self.elements.count else { return nil }
        guard right < self.elements.count else { return left }
        return self.elements[right] < self.elements[left] ? right : left
    }
}
