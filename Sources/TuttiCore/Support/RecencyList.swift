/// Elements in the order in which they were last used: O(1) for each of its operations.
///
/// A doubly linked list in one array; the places of elements that were removed are used again.
package struct RecencyList<Element> {
    /// Where an element stands, as long as it is in the list.
    package typealias Place = Int

    private struct Node {
        var element: Element?
        var newer: Place
        /// Of a free node, the next free one.
        var older: Place
    }

    private static var none: Place { -1 }

    private var nodes: ContiguousArray<Node> = []
    private var newest = Self.none
    private var oldest = Self.none
    private var firstFree = Self.none
    package private(set) var count = 0

    package init() {}

    /// The element that has not been used for the longest time.
    package var leastRecent: Element? { self.oldest == Self.none ? nil : self.nodes[self.oldest].element }

    /// Adds an element as the one that was used last; returns its place.
    package mutating func insert(_ element: Element) -> Place {
        let place: Place
        if self.firstFree == Self.none {
            place = self.nodes.count
            self.nodes.append(Node(element: element, newer: Self.none, older: Self.none))
        } else {
            place = self.firstFree
            self.firstFree = self.nodes[place].older
            self.nodes[place].element = element
        }
        self.link(place)
        self.count += 1
        return place
    }

    /// Notes that the element at a place is used now.
    package mutating func use(_ place: Place) {
        guard place != self.newest else { return }
        self.unlink(place)
        self.link(place)
    }

    /// Takes the element at a place out.
    package mutating func remove(_ place: Place) -> Element? {
        guard let element = self.nodes[place].element.take() else { return nil }
        self.unlink(place)
        self.nodes[place].older = self.firstFree
        self.firstFree = place
        self.count -= 1
        return element
    }

    private mutating func link(_ place: Place) {
        self.nodes[place].newer = Self.none
        self.nodes[place].older = self.newest
        if self.newest == Self.none { self.oldest = place } else { self.nodes[self.newest].newer = place }
        self.newest = place
    }

    private mutating func unlink(_ place: Place) {
        let (newer, older) = (self.nodes[place].newer, self.nodes[place].older)
        if newer == Self.none { self.newest = older } else { self.nodes[newer].older = older }
        if older == Self.none { self.oldest = newer } else { self.nodes[older].newer = newer }
    }
}
