import Testing
import TuttiCore
import TuttiTesting

@Suite struct RecencyListTests {
    @Test func `the least recent is the one that was neither added nor used for the longest time`() {
        var list = RecencyList<String>()
        #expect(list.leastRecent == nil)
        let a = list.insert("a")
        let b = list.insert("b")
        _ = list.insert("c")
        #expect(list.leastRecent == "a")
        list.use(a)
        #expect(list.leastRecent == "b")
        #expect(list.remove(b) == "b")
        #expect(list.remove(b) == nil)
        #expect(list.leastRecent == "c")
        #expect(list.count == 2)
    }

    @Test func `it does what a plain array does`() {
        var generator = SeededRandomNumberGenerator(seed: 1)
        for _ in 0..<200 {
            var list = RecencyList<Int>()
            var model: [(place: Int, element: Int)] = []
            for step in 0..<100 {
                let index = model.indices.randomElement(using: &generator)
                switch (Int.random(in: 0..<3, using: &generator), index) {
                case (1, let index?):
                    list.use(model[index].place)
                    model.append(model.remove(at: index))
                case (2, let index?): #expect(list.remove(model[index].place) == model.remove(at: index).element)
                default: model.append((list.insert(step), step))
                }
                #expect(list.leastRecent == model.first?.element)
                #expect(list.count == model.count)
            }
        }
    }
}
